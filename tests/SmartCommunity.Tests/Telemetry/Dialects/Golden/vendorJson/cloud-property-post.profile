{
  "description": "A Chinese IoT cloud's property report (params of name, value and time) of a smoke detector.",
  "topics": ["sys/+/{device}/thing/event/property/post"],
  "time": {"pointer": "/params/SmokeSensorState/time", "format": "ms"},
  "values": [
    {"pointer": "/params/SmokeSensorState/value", "quantity": "smoke"},
    {"pointer": "/params/BatteryPercentage/value", "quantity": "battery"}
  ],
  "events": [
    {"pointer": "/params/SmokeSensorState/value", "equals": 1, "type": "smoke", "id": "/id"},
    {"pointer": "/params/TamperState/value", "equals": 1, "type": "tamper"}
  ]
}
