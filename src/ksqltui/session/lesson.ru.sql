-- Занятие по шагам. F5 выполняет запрос под курсором.
-- В топик Kafka `payments` приходят платежи, по два в секунду.

-- 1. Поток даёт топику колонки
CREATE STREAM payments (name VARCHAR, amount INTEGER)
  WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);

-- 2. Pull-запрос читает то, что есть, и завершается
SELECT * FROM payments;

-- 3. Он умеет отбирать по имени
SELECT * FROM payments WHERE name='Peggy';

-- 4. и по сумме
SELECT * FROM payments WHERE amount > 900;

-- 5. Группировать он не умеет: будет ошибка, и в ней сказано, что делать
SELECT name, SUM(amount) AS total
  FROM payments GROUP BY name;

-- 6. Push-запрос отдаёт новые платежи, пока его не остановят
SELECT ROWPARTITION, ROWOFFSET, *
  FROM payments EMIT CHANGES;

-- 7. Одна партиция из трёх: их нумеруют с 0, так что это вторая
SELECT ROWPARTITION, ROWOFFSET, *
  FROM payments WHERE ROWPARTITION=1 EMIT CHANGES;

-- 8. Push-запрос умеет группировать: строка на каждое имя обновляется на месте
SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments GROUP BY name EMIT CHANGES;

-- 9. То же по окнам в 10 секунд, с каждым изменением
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT CHANGES;

-- 10. Только итог каждого окна, когда его закрыл более поздний платёж
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;

-- 11. Одна Carol: строка на каждое окно, в котором она платила
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name HAVING name='Carol' EMIT FINAL;

-- 12. Таблица хранит итоги в собственном топике
CREATE TABLE payments_aggr WITH (VALUE_FORMAT='json', KEY_FORMAT='kafka') AS
  SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;

-- 13. Её строки приходят, когда окна закрываются
SELECT name, cnt, sum FROM payments_aggr EMIT CHANGES;

-- 14. Запрос, который её наполняет, и топик, в который он пишет
SHOW QUERIES;
SHOW TOPICS;
PRINT 'PAYMENTS_AGGR' FROM BEGINNING;
