{
  "description": "The Things Stack v3 uplinks of a door contact.",
  "topics": ["v3/+/devices/+/up"],
  "device": "/end_device_ids/device_id",
  "time": {"pointer": "/received_at", "format": "iso"},
  "values": [
    {"pointer": "/uplink_message/decoded_payload/DOOR_OPEN_STATUS", "quantity": "door", "codes": {"0": "closed", "1": "open"}},
    {"pointer": "/uplink_message/decoded_payload/BAT_V", "quantity": "battery", "scale": 83.333333, "offset": -200}
  ],
  "events": [{"pointer": "/uplink_message/decoded_payload/ALARM", "type": "tamper"}]
}
