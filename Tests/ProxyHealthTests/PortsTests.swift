import LinuxSystem
import NetworkAddress
import ProxyHealth
import ServiceModel
import Testing

/// Servers on loopback addresses that no other test uses.
@Suite struct PortsTests {
    private let sayings = Sayings()

    private func health(_ change: (inout HealthSettings) -> Void = { _ in }) -> ProxyHealth {
        var settings = HealthSettings()
        settings.healthz = nil
        settings.metrics = nil
        change(&settings)
        let sayings = sayings
        return ProxyHealth(settings) { sayings.add($0) }
    }

    private func check(_ name: String, _ port: UInt16, _ count: Int) -> ServiceHealthCheck {
        ServiceHealthCheck(
            service: ServiceKey(namespace: "default", name: name), port: port,
            localEndpoints: count)
    }

    @Test func `health check ports follow Services and addresses`() async throws {
        let one = try #require(IPAddress("127.81.0.1"))
        let two = try #require(IPAddress("127.81.0.2"))
        let health = health()
        try await health.start()
        health.follow([check("web", 31_043, 2)], on: [one])
        let place = SocketEndpoint(one, 31_043)
        #expect(
            try await Asking.eventually(place) {
                $0?.hasPrefix("HTTP/1.1 200 OK") == true && $0?.contains("Weight: 2") == true
            })
        #expect(await Asking.get(SocketEndpoint(two, 31_043)) == nil)

        health.follow([check("web", 31_043, 0)], on: [two])
        #expect(
            try await Asking.eventually(SocketEndpoint(two, 31_043)) {
                $0?.hasPrefix("HTTP/1.1 503") == true
            })
        #expect(try await Asking.eventually(place) { $0 == nil })

        // Another Service takes the port over; its page is its own.
        health.follow([check("other", 31_043, 1), check("more", 31_044, 1)], on: [two])
        #expect(
            try await Asking.eventually(SocketEndpoint(two, 31_043)) {
                $0?.contains("\"other\"") == true
            })
        #expect(
            try await Asking.eventually(SocketEndpoint(two, 31_044)) {
                $0?.contains("\"more\"") == true
            })
        health.follow([], on: [two])
        #expect(try await Asking.eventually(SocketEndpoint(two, 31_043)) { $0 == nil })
        #expect(try await Asking.eventually(SocketEndpoint(two, 31_044)) { $0 == nil })
        await health.stop()
        #expect(sayings.all == [])
    }

    @Test func `a port in use is said once, and served when it is free`() async throws {
        let address = try #require(IPAddress("127.81.0.3"))
        let place = SocketEndpoint(address, 31_045)
        let health = health()
        try await health.start()
        do {
            let listener = try StreamListener(bind: place)
            health.follow([check("web", 31_045, 1)], on: [address])
            let deadline = Deadline(after: .seconds(20))
            while sayings.all.isEmpty, !deadline.isOver {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(
                sayings.all == [
                    "health check port of Service default/web: listen on 127.81.0.3:31045: "
                        + "the address is in use; tried again until it is there"
                ])
            _ = listener.endpoint
        }
        #expect(
            try await Asking.eventually(place) { $0?.hasPrefix("HTTP/1.1 200") == true })
        #expect(sayings.all.count == 2)
        #expect(
            sayings.all.last
                == "health check port of Service default/web: listens on 127.81.0.3:31045 now")
        await health.stop()
    }

    @Test func `an address that can't be had ends a start that is to fail hard`() async throws {
        let place = try #require(SocketEndpoint("127.81.0.4:10256"))
        let listener = try StreamListener(bind: place)
        let hard = health {
            $0.healthz = place
            $0.failsHard = true
        }
        await #expect(throws: (any Error).self) { try await hard.start() }
        await hard.stop()
        _ = listener.endpoint
    }

    @Test func `both ports serve, on all addresses of both families when none is named`()
        async throws
    {
        let health = health {
            $0.healthz = SocketEndpoint("0.0.0.0:0")
            $0.metrics = SocketEndpoint("[::]:0")
            $0.failsHard = true
        }
        try await health.start()
        let healthz = try #require(await health.healthzPort.flatMap { Port(exactly: $0) })
        let metrics = try #require(await health.metricsPort.flatMap { Port(exactly: $0) })
        for text in ["127.0.0.1", "::1"] {
            let address = try #require(IPAddress(text))
            let one = await Asking.get(SocketEndpoint(address, healthz), "/healthz")
            #expect(one?.hasPrefix("HTTP/1.1 200") == true, "\(text)")
            let other = await Asking.get(SocketEndpoint(address, metrics), "/proxyMode")
            #expect(other?.hasSuffix("nftables") == true, "\(text)")
        }
        await health.stop()
        #expect(
            await Asking.get(SocketEndpoint(try #require(IPAddress("127.0.0.1")), healthz)) == nil)
    }

    @Test func `five hundred health checks cost no thread each`() async throws {
        let address = try #require(IPAddress("127.81.0.5"))
        let health = health()
        try await health.start()
        health.follow([check("first", 20_000, 1)], on: [address])
        #expect(
            try await Asking.eventually(SocketEndpoint(address, 20_000)) { $0 != nil })
        let before = try Files.list("/proc/self/task").count
        health.follow((0..<500).map { check("s\($0)", 20_000 + $0, Int($0)) }, on: [address])
        #expect(
            try await Asking.eventually(SocketEndpoint(address, 20_499)) {
                $0?.contains("Weight: 499") == true
            })
        // Other tests run beside this one, with threads of their own; not hundreds.
        #expect(try Files.list("/proc/self/task").count < before + 100)
        await health.stop()
    }
}
