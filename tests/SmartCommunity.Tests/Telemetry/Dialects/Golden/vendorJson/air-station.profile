{
  "description": "An outdoor air station that sends a list of names and values.",
  "topics": ["aq/{device}/rt"],
  "items": "/data",
  "time": {"pointer": "^/t", "format": "s"},
  "values": [
    {"pointer": "/v", "quantity": "pm25", "where": {"pointer": "/k", "equals": "PM2.5"}, "invalid": [-999]},
    {"pointer": "/v", "quantity": "pm10", "where": {"pointer": "/k", "equals": "PM10"}, "invalid": [-999]},
    {"pointer": "/v", "quantity": "temp", "unit": "degF", "where": {"pointer": "/k", "equals": "TEM"}, "invalid": [-999]},
    {"pointer": "/v", "quantity": "humidity", "where": {"pointer": "/k", "equals": "HUM"}, "invalid": [-999]},
    {"pointer": "/v", "quantity": "pressure", "unit": "kPa", "where": {"pointer": "/k", "equals": "PRE"}},
    {"pointer": "/v", "quantity": "windSpeed", "unit": "km/h", "where": {"pointer": "/k", "equals": "WS"}}
  ]
}
