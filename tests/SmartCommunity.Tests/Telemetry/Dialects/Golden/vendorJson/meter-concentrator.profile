{
  "description": "A concentrator of electricity meters with three phases in a list.",
  "topics": ["meter/{device}/data"],
  "items": "/meters",
  "device": "/addr",
  "time": {"pointer": "/ts", "format": "ms"},
  "values": [
    {"pointer": "/readings/kwh", "quantity": "energyImport"},
    {"pointer": "/readings/w", "quantity": "activePower", "unit": "W"},
    {"pointer": "/readings/u/0", "quantity": "voltage"},
    {"pointer": "/readings/u/1", "quantity": "voltageB", "invalid": [0]},
    {"pointer": "/readings/u/2", "quantity": "voltageC", "invalid": [0]},
    {"pointer": "/readings/i", "quantity": "current"},
    {"pointer": "/readings/pf", "quantity": "powerFactor", "unit": "%"}
  ]
}
