import { t } from '../support/test.ts'
import { isPublicAddress } from '../../src/verification/public-address.ts'

const PUBLIC = ['1.1.1.1', '8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.63.0.1', '100.128.0.1']
const PUBLIC_6 = ['2606:4700:4700::1111', '2a00:1450:4003:80e::200e', '2001:4860:4860::8888']

const NOT_PUBLIC = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local, and the metadata service of clouds': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
  'protocol assignments and documentation': ['192.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'multicast, reserved and broadcast': ['224.0.0.1', '240.0.0.1', '255.255.255.255', 'ff02::1'],
  unspecified: ['::'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:a00:1'],
  'IPv4-compatible': ['::127.0.0.1'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::808:808', '64:ff9b:1::1'],
  '6to4 and Teredo': ['2002:7f00:1::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'unique local and site-local': ['fc00::1', 'fd12:3456::1', 'fec0::1'],
  'discard and segment routing': ['100::1', '5f00::1', '3fff::1'],
  'not an address': ['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.2.3.4.5', '08.8.8.8'],
}

t.test('addresses of the public internet', async (t) => {
  for (const address of [...PUBLIC, ...PUBLIC_6]) t.ok(isPublicAddress(address), address)
})

for (const [name, addresses] of Object.entries(NOT_PUBLIC))
  t.test(`not public: ${name}`, async (t) => {
    for (const address of addresses) t.notOk(isPublicAddress(address), address)
  })
