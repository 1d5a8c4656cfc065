import NetworkAddress
import ServiceModel
import Testing

@Suite struct ServiceTableTests {
    func key(_ name: String) -> ServiceKey { ServiceKey(namespace: "default", name: name) }

    /// A plan of one port with external addresses 203.0.113.<n>:80.
    func plan(_ service: String, _ hosts: UInt8..., endpoints: UInt8 = 1) -> ServicePortPlan {
        let frontends = hosts.map { host in
            Frontend(
                .externalIP,
                Frontend.Target(
                    address: .v4(IPv4Address(203, 0, 113, host)), transport: .tcp, port: 80))
        }
        return ServicePortPlan(
            name: ServicePortName(service: key(service), port: "", transport: .tcp),
            frontends: frontends,
            clusterEndpoints: [
                WeightedEndpoint(SocketEndpoint(.v4(IPv4Address(10, 0, 0, endpoints)), 8080))
            ])
    }

    func hosts(_ plan: ServicePortPlan?) -> [UInt8]? {
        plan?.frontends.compactMap { frontend in
            guard case .v4(let address) = frontend.target.address else { return nil }
            return address.octet(3)
        }
    }

    @Test func `an unchanged plan is no change`() {
        var table = ServiceTable()
        #expect(table.replace(key("a"), with: [plan("a", 1)]).count == 1)
        #expect(table.replace(key("a"), with: [plan("a", 1)]).isEmpty)
    }

    @Test func `the first name has what two ask for, in either order`() {
        for order in [["a", "b"], ["b", "a"]] {
            var table = ServiceTable()
            for name in order { _ = table.replace(key(name), with: [plan(name, 1, 2)]) }
            #expect(table.plans.map(hosts) == [[1, 2], []], "\(order)")
        }
    }

    @Test func `an heir is programmed when the owner leaves`() {
        var table = ServiceTable()
        for name in ["a", "b", "c"] { _ = table.replace(key(name), with: [plan(name, 1)]) }
        let changes = table.replace(key("a"), with: [])
        #expect(changes.map(\.name.service.name) == ["a", "b"])
        #expect(changes[0].plan == nil)
        #expect(hosts(changes[1].plan) == [1])
        _ = table.replace(key("b"), with: [])
        #expect(table.plans.map(hosts) == [[1]])
    }

    @Test func `random changes end where a fresh table begins`() {
        var numbers = SplitMix(state: 7)
        var table = ServiceTable()
        var wanted: [String: [ServicePortPlan]] = [:]
        var programmed: [ServicePortName: ServicePortPlan] = [:]
        for _ in 0..<2000 {
            let name = ["a", "b", "c", "d", "e"][Int(numbers.next() % 5)]
            let hosts = (1...4).filter { _ in numbers.next() % 2 == 0 }.map { UInt8($0) }
            var new = plan(name, endpoints: UInt8(numbers.next() % 3))
            new.frontends = hosts.flatMap { plan(name, $0).frontends }
            wanted[name] = numbers.next() % 4 == 0 ? [] : [new]
            for change in table.replace(key(name), with: wanted[name] ?? []) {
                programmed[change.name] = change.plan
            }
        }
        var fresh = ServiceTable()
        for (name, plans) in wanted.sorted(by: { $0.key > $1.key }) {
            _ = fresh.replace(key(name), with: plans)
        }
        #expect(table.plans == fresh.plans)
        #expect(programmed.values.sorted { $0.name < $1.name } == fresh.plans)
    }
}

/// A small generator whose sequence a seed decides.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
