-- QuotaGrid on PostgreSQL, step 2: the membership of the cluster, for Orleans' ADO.NET clustering.
--
-- The protocol needs two things of a table: the version of the membership and the row of a silo change together or not at all, and
-- of several changes made from the same version exactly one succeeds. Every query is one statement, so neither a crash nor a
-- cancelled connection can separate them; the loser waits for the version's row, finds another version, and changes nothing.

CREATE TABLE OrleansMembershipVersionTable
(
  DeploymentId text COLLATE "C" PRIMARY KEY,
  ChangedOn    timestamptz      NOT NULL,
  Version      integer          NOT NULL
);

CREATE TABLE OrleansMembershipTable
(
  DeploymentId text COLLATE "C" NOT NULL REFERENCES OrleansMembershipVersionTable ON DELETE CASCADE,
  Address      text COLLATE "C" NOT NULL,
  Port         integer          NOT NULL,
  Generation   integer          NOT NULL,
  SiloName     text             NOT NULL,
  HostName     text             NOT NULL,
  Status       integer          NOT NULL,
  ProxyPort    integer          NOT NULL,
  SuspectTimes text             NULL,
  StartTime    timestamptz      NOT NULL,
  IAmAliveTime timestamptz      NOT NULL,

  PRIMARY KEY (DeploymentId, Address, Port, Generation)
)
WITH (fillfactor = 50);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipVersionKey', $query$
WITH created AS
(
  INSERT INTO OrleansMembershipVersionTable (DeploymentId, ChangedOn, Version)
  VALUES (@DeploymentId, CURRENT_TIMESTAMP, 0)
  ON CONFLICT DO NOTHING
  RETURNING Version
)
SELECT EXISTS (SELECT FROM created)
$query$);

-- A silo that is in the table already must not move the version.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipKey', $query$
WITH advanced AS
(
  UPDATE OrleansMembershipVersionTable
  SET ChangedOn = CURRENT_TIMESTAMP, Version = Version + 1
  WHERE DeploymentId = @DeploymentId AND Version = @Version
    AND NOT EXISTS
    (
      SELECT FROM OrleansMembershipTable
      WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
    )
  RETURNING DeploymentId
),
joined AS
(
  INSERT INTO OrleansMembershipTable
    (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
  SELECT DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
  FROM advanced
  RETURNING Port
)
SELECT EXISTS (SELECT FROM joined)
$query$);

-- The silo's row is locked first, so that it cannot be cleaned up between the check and the change.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateMembershipKey', $query$
WITH silo AS
(
  SELECT DeploymentId
  FROM OrleansMembershipTable
  WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
  FOR UPDATE
),
advanced AS
(
  UPDATE OrleansMembershipVersionTable AS v
  SET ChangedOn = CURRENT_TIMESTAMP, Version = v.Version + 1
  FROM silo
  WHERE v.DeploymentId = silo.DeploymentId AND v.Version = @Version
  RETURNING v.DeploymentId
),
changed AS
(
  UPDATE OrleansMembershipTable AS m
  SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
  FROM advanced
  WHERE m.DeploymentId = advanced.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
  RETURNING m.Port
)
SELECT EXISTS (SELECT FROM changed)
$query$);

-- A sign of life is no change of the membership: the version stays.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateIAmAlivetimeKey', $query$
UPDATE OrleansMembershipTable
SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
$query$);

-- The version comes back even when the silo, or any silo, is not in the table.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadRowKey', $query$
SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime,
  v.Version
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m
  ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
WHERE v.DeploymentId = @DeploymentId
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadAllKey', $query$
SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime,
  v.Version
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m ON m.DeploymentId = v.DeploymentId
WHERE v.DeploymentId = @DeploymentId
$query$);

-- The silos' rows go with the version's.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteMembershipTableEntriesKey', $query$
DELETE FROM OrleansMembershipVersionTable
WHERE DeploymentId = @DeploymentId
$query$);

-- Port 0: a silo that takes no clients.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('GatewaysQueryKey', $query$
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
$query$);

-- 6 is SiloStatus.Dead.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime
$query$);

-- Optional to the provider, which prefers it to the one above: it chose a dead silo from what it read, and removes it only if the
-- row is still what it read. No vote is stored as NULL or as nothing, and read as the same.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntryKey', $query$
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
  AND Status = 6 AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime
  AND coalesce(SuspectTimes, '') = coalesce(@SuspectTimes, '')
$query$);
