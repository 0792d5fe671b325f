-- The rules of the peers' comparison in DuckDB: receipts, manual shares, duplicates, repeated services, adjacent visits,
-- missing ends, staff in two homes at once, the same staff with a customer. Run by duckdb_run.py; the braces are its.
-- What each file in OUT holds, and what is left out, is said in likhet.py.
SET preserve_insertion_order = false;

-- Seconds of the real clock; none for a wall-clock time in the hour that the clock change repeats or skips.
CREATE MACRO real_clock(t) AS
  CASE WHEN month(t) IN (3, 10) AND dayofweek(t) = 0 AND day(t) > 24 AND hour(t) = 2 THEN NULL
       ELSE CAST(epoch(timezone('Europe/Stockholm', t)) AS BIGINT) END;

-- How much a method is worth where rows are merged; 0 is a receipt.
CREATE MACRO worth(word) AS
  CASE WHEN lower(word) IN ('tagg', 'nfc', 'rfid', 'kvittensmärke', 'kvittens', 'lås', 'låsvred', 'penna', 'mobipen') THEN 0
       WHEN lower(word) IN ('telefon', 'mobil', 'app', 'gps') THEN 1
       WHEN lower(word) IN ('redigerad', 'justerad', 'ändrad') THEN 2
       WHEN lower(word) IN ('manuell', 'manuellt', 'efterregistrerad') THEN 4
       ELSE 3 END;

-- A row that is cut off or has an unreadable time is left out by the reader, as is a header that stands there again.
CREATE TABLE every_row AS
SELECT "Utförare" AS provider, "Besöks-ID" AS visit, "Brukare-ID" AS customer, "Personal-ID" AS staff, "Insats" AS service,
       "Planerad start" AS planned_start, "Inpassering" AS start, "Utpassering" AS stop,
       worth("Inpassering typ") AS in_worth, worth("Utpassering typ") AS out_worth, lower("Status") AS status
FROM read_csv('{tagg}', auto_detect = false, delim = ';', header = true, encoding = 'latin-1', timestampformat = '%Y-%m-%d %H:%M', ignore_errors = true,
  columns = {{'Utförare': 'VARCHAR', 'Enhet': 'VARCHAR', 'Besöks-ID': 'VARCHAR', 'Brukare-ID': 'VARCHAR', 'Personal-ID': 'VARCHAR',
    'Insats': 'VARCHAR', 'Planerad start': 'TIMESTAMP', 'Planerad slut': 'TIMESTAMP', 'Inpassering': 'TIMESTAMP', 'Inpassering typ': 'VARCHAR',
    'Utpassering': 'TIMESTAMP', 'Utpassering typ': 'VARCHAR', 'Tagg-ID': 'VARCHAR', 'Status': 'VARCHAR', 'Dubbelbemanning': 'VARCHAR',
    'Enhets-ID': 'VARCHAR', 'Orsak': 'VARCHAR', 'Registrerad': 'TIMESTAMP', 'Registrerad av': 'VARCHAR', 'Godkänd': 'TIMESTAMP', 'Dubbelid': 'VARCHAR'}})
UNION ALL
SELECT "Utförare", "Besöks-ID", "Brukare-ID", "Personal-ID", "Insats", "Planerad start", "Datum" + "Starttid",
       "Datum" + "Sluttid" + CASE WHEN epoch("Starttid") - epoch("Sluttid") >= 12 * 3600 THEN INTERVAL 1 DAY ELSE INTERVAL 0 DAY END,
       4, 4, lower("Status")
FROM read_csv('{manuell}', auto_detect = false, delim = ';', header = true, encoding = 'latin-1', timestampformat = '%Y-%m-%d %H:%M', ignore_errors = true,
  columns = {{'Utförare': 'VARCHAR', 'Enhet': 'VARCHAR', 'Besöks-ID': 'VARCHAR', 'Brukare-ID': 'VARCHAR', 'Personal-ID': 'VARCHAR',
    'Insats': 'VARCHAR', 'Planerad start': 'TIMESTAMP', 'Planerad slut': 'TIMESTAMP', 'Datum': 'DATE', 'Starttid': 'TIME', 'Sluttid': 'TIME',
    'Orsak': 'VARCHAR', 'Registrerad': 'TIMESTAMP', 'Registrerad av': 'VARCHAR', 'Status': 'VARCHAR', 'Dubbelbemanning': 'VARCHAR'}});

-- Performed rows of the month that most rows are of.
CREATE TABLE reg AS
SELECT * EXCLUDE (status) FROM every_row
WHERE provider IS NOT NULL AND customer IS NOT NULL AND coalesce(status, 'utförd') = 'utförd'
  AND date_trunc('month', coalesce(start, stop, planned_start)) = (SELECT mode(date_trunc('month', coalesce(start, stop, planned_start))) FROM every_row);
DROP TABLE every_row;

-- At each end the best method stands, and among its times the earliest start and the latest stop.
CREATE TABLE visits AS
SELECT row_number() OVER () AS id, provider, visit, customer, staff, arg_min(start, in_worth * 10000000000 + epoch(start)) AS start,
       arg_min(stop, out_worth * 10000000000 - epoch(stop)) AS stop, min(planned_start) AS planned_start,
       coalesce(min(in_worth) FILTER (start IS NOT NULL) = 0, false) AS tag_in, coalesce(min(out_worth) FILTER (stop IS NOT NULL) = 0, false) AS tag_out
FROM reg GROUP BY provider, visit, customer, staff;

-- Those that have a length.
CREATE TABLE timed AS
SELECT *, till - since AS length
FROM (SELECT id, provider, visit, customer, staff, start, stop, real_clock(start) AS since, real_clock(stop) AS till FROM visits) WHERE till >= since;

-- Staff with over 24 hours on three days or more stand for many people.
CREATE TABLE many AS
SELECT provider, staff FROM (SELECT provider, staff FROM timed GROUP BY provider, staff, CAST(start AS DATE) HAVING sum(length) > 86400)
GROUP BY ALL HAVING count(*) >= 3;

-- K101, K103, K104
COPY (SELECT provider, count(*) FILTER (tag_in AND tag_out) AS both_tags, count(*) FILTER (tag_in AND NOT tag_out) AS in_only,
        count(*) FILTER (tag_out AND NOT tag_in) AS out_only, count(*) FILTER (NOT tag_in AND NOT tag_out) AS no_tag
      FROM visits GROUP BY provider) TO '{out}/receipts.csv';
COPY (SELECT provider, staff, count(*) FILTER (NOT tag_in AND NOT tag_out) AS manual, count(*) AS visits
      FROM visits WHERE staff IS NOT NULL GROUP BY ALL) TO '{out}/staff.csv';
COPY (SELECT provider, customer, count(*) FILTER (NOT tag_in AND NOT tag_out) AS manual, count(*) AS visits
      FROM visits GROUP BY ALL) TO '{out}/customer.csv';

-- D201
COPY (SELECT provider, visit, customer, staff, service, count(*) AS copies FROM reg
      GROUP BY provider, visit, customer, staff, service, start, stop, in_worth, out_worth HAVING count(*) > 1) TO '{out}/duplicates.csv';

-- Two visits of a customer, the later of which starts within five minutes of the earlier one's stop: looked for in the same
-- or the former five minutes.
CREATE TABLE near AS
WITH later AS (SELECT *, since // 300 - back AS bucket FROM timed, (VALUES (0), (1)) AS of(back)),
     earlier AS (SELECT *, till // 300 AS bucket FROM timed)
SELECT v.id, u.id AS before, v.since - u.till AS gap, row_number() OVER (PARTITION BY v.id ORDER BY u.till, u.start, u.stop, u.visit, u.staff) AS nth
FROM later v JOIN earlier u USING (provider, customer, bucket) WHERE v.visit <> u.visit AND v.since - u.till BETWEEN 0 AND 300;

-- Each visit is linked to the last such one, and a chain is a first visit with all that are linked to it, near or far.
-- M301 links any two visits within a minute, D203 two with a service in common.
CREATE TABLE links AS
WITH served AS (SELECT DISTINCT visits.id, service FROM reg JOIN visits USING (provider, visit, customer)
                WHERE reg.staff IS NOT DISTINCT FROM visits.staff AND service IS NOT NULL AND visits.id IN (SELECT id FROM near UNION SELECT before FROM near))
SELECT '' AS service, id, arg_max(before, nth) AS before FROM near WHERE gap <= 60 GROUP BY id
UNION ALL
SELECT a.service, near.id, arg_max(before, nth) FROM near JOIN served a ON a.id = near.id JOIN served b ON b.id = near.before AND a.service = b.service
GROUP BY ALL;
CREATE TABLE chains AS
WITH RECURSIVE walk AS (
  SELECT DISTINCT service, before AS first, before AS id FROM links a WHERE NOT EXISTS (FROM links b WHERE b.service = a.service AND b.id = a.before)
  UNION ALL SELECT service, first, links.id FROM walk JOIN links USING (service) WHERE links.before = walk.id)
SELECT service, first, count(*) - 1 AS others, sum(length) FILTER (walk.id <> first) // 60 AS minutes, list(walk.id ORDER BY walk.id) AS members
FROM walk JOIN timed USING (id) GROUP BY service, first;
COPY (SELECT provider, customer, visit, strftime(start, '%Y-%m-%d %H:%M') AS start, others, minutes
      FROM chains JOIN timed ON timed.id = first WHERE service = '') TO '{out}/adjacent.csv';
COPY (SELECT provider, customer, visit, strftime(start, '%Y-%m-%d %H:%M') AS start, others, minutes, string_agg(service, ' + ' ORDER BY service) AS services
      FROM chains JOIN timed ON timed.id = first WHERE service <> '' GROUP BY 1, 2, 3, 4, 5, 6, members) TO '{out}/repeated.csv';

-- K105, K106
COPY (SELECT provider, visit, customer, staff, 'in' AS missing FROM visits WHERE start IS NULL
      UNION ALL SELECT provider, visit, customer, staff, 'out' FROM visits WHERE stop IS NULL) TO '{out}/missing.csv';

-- P501: those that start before something earlier of the same staff has stopped, and then with another customer.
COPY (WITH late AS (
        SELECT * FROM timed ANTI JOIN many USING (provider, staff)
        QUALIFY max(till) OVER (PARTITION BY provider, staff ORDER BY start, stop, visit, customer ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > since)
      SELECT v.provider, v.visit, v.customer, v.staff, max(least(u.till, v.till) - v.since) // 60 AS minutes, count(*) AS others
      FROM late v JOIN timed u ON u.provider = v.provider AND u.staff = v.staff AND u.customer <> v.customer
        AND (u.start, u.stop, u.visit, u.customer) < (v.start, v.stop, v.visit, v.customer) AND least(u.till, v.till) - v.since >= 60
      GROUP BY v.id, v.provider, v.visit, v.customer, v.staff) TO '{out}/overlaps.csv';

-- P502
COPY (SELECT provider, customer, staff, n AS visits, round(n / total, 6) AS share
      FROM (SELECT provider, customer, staff, count(*) AS n, count(DISTINCT CAST(coalesce(start, stop, planned_start) AS DATE)) AS days
            FROM visits GROUP BY ALL HAVING n >= 20 AND days >= 14)
      JOIN (SELECT provider, customer, count(DISTINCT visit) AS total FROM visits GROUP BY ALL) USING (provider, customer)
      ANTI JOIN many USING (provider, staff) WHERE staff IS NOT NULL AND n / total >= 0.8) TO '{out}/same_staff.csv';
