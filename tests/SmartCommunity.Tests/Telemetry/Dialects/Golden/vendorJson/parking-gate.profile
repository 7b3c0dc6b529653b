{
  "description": "A parking vendor's gate terminal: counters, barrier and faults.",
  "topics": ["parking/{device}/status"],
  "time": {"pointer": "/sendTime", "format": "pattern", "pattern": "yyyy-MM-dd HH:mm:ss"},
  "values": [
    {"pointer": "/body/inCount", "quantity": "entries"},
    {"pointer": "/body/outCount", "quantity": "exits"},
    {"pointer": "/body/barrier", "quantity": "barrier", "codes": {"UP": "open", "DOWN": "closed"}}
  ],
  "events": [{"pointer": "/body/deviceState", "equals": "FAULT", "type": "fault", "id": "/body/faultNo"}]
}
