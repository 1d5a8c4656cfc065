import CNIProtocol
import PodShaping
import RouteNetlink
import Testing

/// What a configuration asks for, and what the kernel is told.
@Suite struct BandwidthTests {
    private func decode(_ members: String) throws(CNIError) -> Bandwidth {
        let text = #"{"cniVersion":"1.0.0","name":"n","type":"bandwidth"\#(members)}"#
        return try Bandwidth(NetworkConfiguration(parsing: Array(text.utf8), for: .add))
    }

    @Test(
        arguments: [
            ("", nil, nil),
            (#","ingressRate":8000,"ingressBurst":80"#, (8000, 80), nil),
            (#","egressRate":8000,"egressBurst":80"#, nil, (8000, 80)),
            (#","ingressRate":0,"ingressBurst":0"#, nil, nil),
            (#","ingressRate":null,"runtimeConfig":{}"#, nil, nil),
            (
                #","runtimeConfig":{"bandwidth":{"ingressRate":16,"ingressBurst":24,"#
                    + #""egressRate":32,"egressBurst":40}}"#, (16, 24), (32, 40)
            ),
            // The configuration's own limits come over those of the runtime.
            (
                #","egressRate":8000,"egressBurst":80,"#
                    + #""runtimeConfig":{"bandwidth":{"ingressRate":16,"ingressBurst":24}}"#,
                nil, (8000, 80)
            ),
            (#","shapedSubnets":[],"unshapedSubnets":[]"#, nil, nil),
        ] as [(String, (UInt64, UInt64)?, (UInt64, UInt64)?)])
    func `limits are read`(
        members: String, ingress: (UInt64, UInt64)?, egress: (UInt64, UInt64)?
    ) throws {
        let bandwidth = try decode(members)
        #expect(bandwidth.ingress == ingress.map { Bandwidth.Limit(rate: $0.0, burst: $0.1) })
        #expect(bandwidth.egress == egress.map { Bandwidth.Limit(rate: $0.0, burst: $0.1) })
    }

    @Test(arguments: [
        (#","ingressRate":8000"#, 7, "ingressBurst: expected a burst of 8 bits to 4 GiB"),
        (#","ingressBurst":8000"#, 7, "ingressRate: expected a rate of at least 8 bits"),
        (#","egressRate":7,"egressBurst":80"#, 7, "egressRate: expected"),
        (#","egressRate":80,"egressBurst":7"#, 7, "egressBurst: expected"),
        (#","egressRate":80,"egressBurst":34359738360"#, 7, "egressBurst: expected"),
        (#","egressRate":-1,"egressBurst":80"#, 7, "egressRate: expected an integer"),
        (#","egressRate":"1M","egressBurst":80"#, 7, #"egressRate: expected an integer"#),
        (#","runtimeConfig":{"bandwidth":7}"#, 7, "runtimeConfig.bandwidth: expected an object"),
        (
            #","runtimeConfig":{"bandwidth":{"egressRate":8000}}"#, 7,
            "runtimeConfig.bandwidth.egressBurst: expected"
        ),
        (#","shapedSubnets":["10.0.0.0/8"]"#, 2, "shapedSubnets is not supported"),
        (#","unshapedSubnets":7"#, 7, "unshapedSubnets: expected an array"),
    ])
    func `what cannot be is refused by its name`(members: String, code: Int, words: String) {
        let error = #expect(throws: CNIError.self) { try decode(members) }
        #expect(error?.code.number == code)
        #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "")")
    }

    @Test(
        arguments: [
            // Bits a second, bits; bytes a second, bytes that wait, ticks.
            (8_000_000, 800_000, 1_000_000, 125_000, 1_562_500),
            (16_000_000, 1_600_000, 2_000_000, 250_000, 1_562_500),
            // Cut to whole bytes, then to whole microseconds.
            (8_000_007, 800_007, 1_000_000, 125_000, 1_562_500),
            (24_000, 80, 3000, 85, 52_078),
            (8, 8, 1, 1, 15_625_000),
        ] as [(UInt64, UInt64, UInt64, UInt32, UInt32)])
    func `the bucket is the reference plugin's`(
        rate: UInt64, burst: UInt64, bytes: UInt64, limit: UInt32, ticks: UInt32
    ) {
        let bucket = Bandwidth.Limit(rate: rate, burst: burst).tokenBucket
        #expect(bucket.rate.bytesPerSecond == bytes)
        #expect(bucket.limitBytes == limit)
        #expect(bucket.bufferTicks == ticks)
        #expect(bucket.burstBytes == nil)
    }

    @Test func `a burst that fits no ticks is told in bytes`() {
        // Kubernetes' burst for a pod annotated with 1M.
        let limit = Bandwidth.Limit(rate: 1_000_000, burst: 2_147_483_647)
        let bucket = limit.tokenBucket
        #expect(bucket.burstBytes == 268_435_455)
        #expect(bucket.limitBytes == 268_435_455 + 3125)
        var told = bucket
        told.burstBytes = nil
        told.bufferTicks = 7
        #expect(limit.matches(told))
        told.limitBytes += 1
        #expect(!limit.matches(told))
    }

    @Test(arguments: [UInt64.max, 1 << 62, 1 << 35, 8])
    func `no rate or burst traps`(bits: UInt64) {
        for burst in [8, 1 << 20, UInt64.max] {
            let bucket = Bandwidth.Limit(rate: bits, burst: burst).tokenBucket
            #expect(bucket.rate.bytesPerSecond == bits / 8)
            #expect(bucket.limitBytes > 0)
        }
    }
}
