// A device as Microsoft's SDK makes one: sends a measurement and a call for help, reports, and tells what it is asked, a JSON line each, until its input ends.
// HUB_CONNECTION: connection string; HUB_AUTHORITY: PEM file; argument: "method" or "message", how it listens to commands; "send": one measurement alone.
import { readFileSync } from 'node:fs';
import device from 'azure-iot-device';
import transport from 'azure-iot-device-mqtt';

const listens = process.argv[2];
const tell = (what, data) => console.log(JSON.stringify({ what, ...data }));
const client = device.Client.fromConnectionString(process.env.HUB_CONNECTION, transport.Mqtt);

const message = (fields, id, eventType) => {
    const made = new device.Message(JSON.stringify(fields));
    Object.assign(made, { messageId: id, contentType: 'application/json', contentEncoding: 'utf-8' });
    if (eventType)
        made.properties.add('eventType', eventType);
    return made;
};

await client.setOptions({ ca: readFileSync(process.env.HUB_AUTHORITY, 'utf8') });
await client.open();
await client.sendEvent(message({ heartRate: 72 }, 'm 1'));
if (listens === 'send') {
    await client.close();
    process.exit();
}

await client.sendEvent(message({ pressed: 2 }, 'm-2', 'sos'));
if (listens === 'method') {
    client.onDeviceMethod('locate', (request, response) => {
        tell('method', { name: request.methodName, args: request.payload });
        response.send(200, { room: 'kitchen' }, () => tell('answered'));
    });
} else {
    client.on('message', async received => {
        tell('message', { id: received.messageId, name: received.properties.getValue('method') });
        await client.complete(received);
    });
}

const twin = await client.getTwin();
tell('twin', { desired: twin.properties.desired });
twin.on('properties.desired', delta => {
    tell('desired', { delta });
    const { $version, ...wanted } = delta;
    twin.properties.reported.update(wanted, () => {});
});
twin.properties.reported.update({ firmware: '1.2' }, error => tell('reported', { error: error?.message ?? null }));
process.stdin.on('end', () => process.exit()).resume();
