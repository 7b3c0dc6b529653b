{
  "description": "ChirpStack v4 uplink events of an EM500 air sensor, from the network server's MQTT integration.",
  "topics": ["application/+/device/+/event/up"],
  "device": "/deviceInfo/devEui",
  "time": {"pointer": "/time", "format": "iso"},
  "values": [
    {"pointer": "/object/temperature", "quantity": "temp"},
    {"pointer": "/object/humidity", "quantity": "humidity"},
    {"pointer": "/object/co2", "quantity": "co2"}
  ]
}
