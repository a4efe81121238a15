-- QuotaGrid on SQLite, step 1: the schema's own version, and grain state for Orleans' ADO.NET storage.
--
-- Applied when the server opens its data directory, together with the version in quotagrid_schema in one transaction. An applied
-- step is never edited: a change is a new file with the next number.

CREATE TABLE quotagrid_schema
(
  version    INTEGER PRIMARY KEY,
  applied_on TEXT    NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

-- The only SQL that Orleans sends, by the key under which it looks for it. Keys, parameters and result columns are its contract.
CREATE TABLE OrleansQuery
(
  QueryKey  TEXT NOT NULL PRIMARY KEY,
  QueryText TEXT NOT NULL
) STRICT;

-- One row per grain and state. SQLite compares text by its bytes.
CREATE TABLE OrleansStorage
(
  GrainIdHash            INTEGER NOT NULL,
  GrainIdN0              INTEGER NOT NULL,
  GrainIdN1              INTEGER NOT NULL,
  GrainTypeHash          INTEGER NOT NULL,
  GrainTypeString        TEXT    NOT NULL,
  -- The grain's key, or its extension when the key is an integer or a GUID; empty when there is none.
  GrainIdExtensionString TEXT    NOT NULL,
  ServiceId              TEXT    NOT NULL,
  -- NULL after a clear that keeps the row.
  PayloadBinary          BLOB    NULL,
  ModifiedOn             TEXT    NOT NULL,
  -- The ETag.
  Version                INTEGER NOT NULL,

  -- The full key, not only its hashes: of two first writers exactly one gets a row.
  UNIQUE (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainTypeString, ServiceId)
) STRICT;

-- One statement, so there is never half a write, and the write lock is taken before anything is read. With a version it changes
-- the row that has this version; without one it inserts. No row comes back when the write lost (somebody else's first insert, or
-- another version), and the provider then throws InconsistentStateException.
--
-- A new row starts at a random version: the ETag of a row that was deleted and written again must not fit the new row.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
INSERT INTO OrleansStorage
  (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId,
   PayloadBinary, ModifiedOn, Version)
SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @ServiceId,
   @PayloadBinary, CURRENT_TIMESTAMP, 1 + abs(random() % 1000000000)
WHERE @GrainStateVersion IS NULL OR EXISTS
(
  SELECT 1
  FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
    AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
)
ON CONFLICT DO UPDATE
SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1
WHERE OrleansStorage.Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion
');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId
');

-- Keeps the row and its version, so that an older ETag stays stale.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = CURRENT_TIMESTAMP, Version = Version + 1
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion
');

-- The provider takes a version that differs from its own for success.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', '
DELETE FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion
');
