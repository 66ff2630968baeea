SELECT a.name AS airline,
       count(*) AS flights,
       avg(CASE WHEN f.dep_delay > 15 THEN 1.0 ELSE 0.0 END) AS late_share
FROM flights f
JOIN airlines a ON a.carrier = f.carrier
WHERE f.origin IN :origins
  AND f.dep_delay IS NOT NULL
GROUP BY a.name
HAVING count(*) > 500
ORDER BY late_share DESC
