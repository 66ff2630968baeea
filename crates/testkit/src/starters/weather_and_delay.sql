SELECT w.origin,
       w.month,
       w.day,
       avg(w.wind_speed) AS wind_speed,
       avg(f.dep_delay) AS avg_delay,
       count(*) AS flights
FROM flights f
JOIN weather w ON w.origin = f.origin AND w.time_hour = f.time_hour
WHERE f.origin IN :origins
GROUP BY w.origin, w.month, w.day
ORDER BY w.month, w.day, w.origin
