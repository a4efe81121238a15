-- What a silo may do, and nothing else. `quotagrid migrate --grant-silo ROLE` runs this after each migration; by hand:
--
--   psql -1 -v role=quotagrid_silo -f silo.sql
--
-- It reads the schema's version and the SQL that Orleans sends, keeps the state of grains and its own place in the membership. Nothing is created, altered, dropped or emptied at once.

REVOKE ALL ON quotagrid_schema, OrleansQuery, OrleansStorage, OrleansMembershipTable, OrleansMembershipVersionTable FROM :"role";

GRANT SELECT ON quotagrid_schema, OrleansQuery TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON OrleansStorage, OrleansMembershipTable TO :"role";
GRANT SELECT, INSERT, UPDATE ON OrleansMembershipVersionTable TO :"role";
