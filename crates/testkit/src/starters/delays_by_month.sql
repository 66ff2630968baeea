SELECT CAST(date_trunc('month', f.time_hour) AS date) AS month_start,
       f.origin,
       count(*) AS flights,
       avg(f.dep_delay) AS avg_delay
FROM flights f
WHERE f.origin IN :origins
GROUP BY ALL
ORDER BY month_start, origin
