-- The lesson, step by step. F5 runs the statement at the cursor.
-- Payments come into the Kafka topic `payments`, two a second.

-- 1. A stream gives a topic columns
CREATE STREAM payments (name VARCHAR, amount INTEGER)
  WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);

-- 2. A pull query reads what is there and ends
SELECT * FROM payments;

-- 3. It can filter by name
SELECT * FROM payments WHERE name='Peggy';

-- 4. or by amount
SELECT * FROM payments WHERE amount > 900;

-- 5. It cannot group: this one fails, and says what to do
SELECT name, SUM(amount) AS total
  FROM payments GROUP BY name;

-- 6. A push query gives new payments as they come, until you stop it
SELECT ROWPARTITION, ROWOFFSET, *
  FROM payments EMIT CHANGES;

-- 7. One partition of three: they are numbered from 0, so this is the second
SELECT ROWPARTITION, ROWOFFSET, *
  FROM payments WHERE ROWPARTITION=1 EMIT CHANGES;

-- 8. A push query can group: one row per name, updated in place
SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments GROUP BY name EMIT CHANGES;

-- 9. The same in windows of 10 seconds, with every change
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT CHANGES;

-- 10. The result of each window alone, once a later payment has closed it
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;

-- 11. Carol alone: one row for each window in which she paid
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name HAVING name='Carol' EMIT FINAL;

-- 12. A table keeps the results, in a topic of its own
CREATE TABLE payments_aggr WITH (VALUE_FORMAT='json', KEY_FORMAT='kafka') AS
  SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;

-- 13. Its rows arrive as the windows close
SELECT name, cnt, sum FROM payments_aggr EMIT CHANGES;

-- 14. The query that fills it, and the topic that it writes
SHOW QUERIES;
SHOW TOPICS;
PRINT 'PAYMENTS_AGGR' FROM BEGINNING;
