SELECT s.region,
       CAST(extract(year FROM s.session_date) AS text) AS year,
       count(*) AS sessions,
       count(s.order_id) AS orders,
       count(s.order_id) / count(*) AS conversion
FROM web_sessions s
GROUP BY ALL
ORDER BY region, year
