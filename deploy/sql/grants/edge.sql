-- What an edge may do, and nothing else. `quotagrid migrate --grant-edge ROLE` runs this after each migration; by hand:
--
--   psql -1 -v role=quotagrid_edge -f edge.sql
--
-- It reads the schema's version, the SQL that Orleans sends, and which silos there are. What is known of identities it learns from silos and never from the database.

REVOKE ALL ON quotagrid_schema, OrleansQuery, OrleansStorage, OrleansMembershipTable, OrleansMembershipVersionTable FROM :"role";

GRANT SELECT ON quotagrid_schema, OrleansQuery, OrleansMembershipTable TO :"role";
