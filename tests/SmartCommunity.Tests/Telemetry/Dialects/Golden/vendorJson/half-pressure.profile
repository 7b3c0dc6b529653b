{"topics": ["hs/up"], "values": [{"pointer": "/sys", "quantity": "systolic"}, {"pointer": "/dia", "quantity": "diastolic"}, {"pointer": "/pulse", "quantity": "heartRate"}]}
