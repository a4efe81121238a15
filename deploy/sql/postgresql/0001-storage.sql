-- QuotaGrid on PostgreSQL, step 1: the schema's own version, and grain state for Orleans' ADO.NET storage.
--
-- Applied by `quotagrid migrate`, which records the version in quotagrid_schema in the same transaction. An applied step is
-- never edited: a change is a new file with the next number.
--
-- A silo needs no right to change the schema. What it needs: SELECT on quotagrid_schema and OrleansQuery; SELECT, INSERT,
-- UPDATE and DELETE on the other tables.

CREATE TABLE quotagrid_schema
(
  version    integer     PRIMARY KEY,
  applied_on timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The only SQL that Orleans sends, by the key under which it looks for it. Keys, parameters and result columns are its contract.
CREATE TABLE OrleansQuery
(
  QueryKey  text PRIMARY KEY,
  QueryText text NOT NULL
);

-- One row per grain and state. Text has collation "C": equal means equal bytes, and an upgrade of the operating system's
-- collations cannot damage the index. Pages are left a third empty, so that an update can stay on its page and out of the index.
CREATE TABLE OrleansStorage
(
  GrainIdHash            integer                NOT NULL,
  GrainIdN0              bigint                 NOT NULL,
  GrainIdN1              bigint                 NOT NULL,
  GrainTypeHash          integer                NOT NULL,
  GrainTypeString        text COLLATE "C"       NOT NULL,
  -- The grain's key, or its extension when the key is an integer or a GUID; empty when there is none.
  GrainIdExtensionString text COLLATE "C"       NOT NULL,
  ServiceId              text COLLATE "C"       NOT NULL,
  -- NULL after a clear that keeps the row.
  PayloadBinary          bytea                  NULL,
  ModifiedOn             timestamptz            NOT NULL,
  -- The ETag.
  Version                integer                NOT NULL,

  -- The full key, not only its hashes: of two first writers exactly one gets a row.
  CONSTRAINT OrleansStorage_Key UNIQUE
    (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainTypeString, ServiceId)
)
WITH (fillfactor = 67);

-- One statement, so there is never half a write. No row comes back when the write lost (somebody else's first insert, or another
-- version), and the provider then throws InconsistentStateException.
--
-- A new row starts at a random version: the ETag of a row that was deleted and written again must not fit the new row.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', $query$
WITH inserted AS
(
  INSERT INTO OrleansStorage
    (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId,
     PayloadBinary, ModifiedOn, Version)
  SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @ServiceId,
     @PayloadBinary, CURRENT_TIMESTAMP, 1 + floor(random() * 1000000000)::integer
  WHERE @GrainStateVersion IS NULL
  ON CONFLICT DO NOTHING
  RETURNING Version
),
updated AS
(
  UPDATE OrleansStorage
  SET PayloadBinary = @PayloadBinary, ModifiedOn = CURRENT_TIMESTAMP, Version = Version + 1
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
    AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
  RETURNING Version
)
SELECT Version AS NewGrainStateVersion FROM inserted
UNION ALL
SELECT Version FROM updated
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', $query$
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId
$query$);

-- Keeps the row and its version, so that an older ETag stays stale.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', $query$
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = CURRENT_TIMESTAMP, Version = Version + 1
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion
$query$);

-- The provider takes a version that differs from its own for success.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', $query$
DELETE FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
  AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
  AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion
$query$);
