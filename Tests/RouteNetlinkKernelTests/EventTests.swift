import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Synchronization
import Testing

extension RouteNetlinkKernelTests {
    @Suite struct Events {
        /// Reads events until one is found, with a bound.
        private func wait(
            _ events: RouteEvents, for isWanted: (RouteEvent) -> Bool
        ) throws -> RouteEvent? {
            for _ in 0..<100 {
                let found = try events.next(timeout: .milliseconds(100))
                if let event = found.first(where: isWanted) { return event }
            }
            return nil
        }

        @Test func `changes of links, addresses and routes are told`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let events = try RouteEvents(
                    [.links, .addresses, .routes, .neighbours], in: stage.namespace)
                let link = try stage.socket.createVeth(name: "mka", isUp: true, peerName: "mkb")
                #expect(
                    try wait(events) {
                        if case .link(let new) = $0 { new.name == "mka" } else { false }
                    }
                        != nil)
                let address = try #require(InterfaceAddress("10.0.0.1/24"))
                try stage.socket.add(address, to: link.index)
                #expect(
                    try wait(events) {
                        if case .address(let new) = $0 { new.address == address } else { false }
                    } != nil)
                let peer = try #require(try stage.socket.link(named: "mkb"))
                try stage.socket.set(peer.index, .up)
                let route = Route(to: IPPrefix("10.9.0.0/16"), link: link.index)
                try stage.socket.add(route)
                try stage.socket.delete(route)
                #expect(
                    try wait(events) {
                        if case .routeRemoved(let old) = $0 {
                            old.prefix == route.prefix
                        } else {
                            false
                        }
                    } != nil)
                try stage.socket.delete(address, of: link.index)
                #expect(
                    try wait(events) {
                        if case .addressRemoved(let old) = $0 {
                            old.address == address
                        } else {
                            false
                        }
                    } != nil)
                try stage.socket.delete(link.index)
                #expect(
                    try wait(events) {
                        if case .linkRemoved(let old) = $0 {
                            old.index == link.index
                        } else {
                            false
                        }
                    } != nil)
            }
        }

        @Test func `a VXLAN's forwarding entries are told, and whose they are is not`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let kind = LinkKind.vxlan(VXLANOptions(id: 7, isLearning: false))
                let link = try stage.socket.create(LinkRequest(name: "mkv", kind: kind))
                let events = try RouteEvents([.neighbours], in: stage.namespace)
                // The kernel names no port in them.
                try events.ignoreEvents(causedBy: stage.socket)
                let entry = ForwardingEntry(
                    mac: .locallyAdministered(1), link: link.index,
                    destination: IPAddress("10.0.0.1"))
                try stage.socket.replace(entry)
                try stage.socket.delete(entry)
                var told: [String] = []
                _ = try wait(events) { event in
                    switch event {
                    case .forwarding(let new): told.append("new \(new.mac)")
                    case .forwardingRemoved(let old): told.append("gone \(old.mac)")
                    default: break
                    }
                    return told.count == 2
                }
                #expect(told == ["new \(entry.mac)", "gone \(entry.mac)"])
            }
        }

        @Test func `what a socket does that is passed over is not told`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let link = try stage.socket.createVeth(name: "mka", isUp: true, peerName: "mkb")
                let address = try #require(InterfaceAddress("10.0.0.1/24"))
                try stage.socket.add(address, to: link.index)
                let events = try RouteEvents([.routes, .neighbours], in: stage.namespace)
                let own = try RouteSocket(in: stage.namespace)
                try events.ignoreEvents(causedBy: own)
                for (socket, number) in [(own, 1), (stage.socket, 2)] {
                    let gateway = try #require(IPAddress("10.0.0.10\(number)"))
                    try socket.replace(
                        Neighbour(gateway, mac: .locallyAdministered(1), link: link.index))
                    try socket.add(
                        Route(
                            to: IPPrefix("10.\(number).0.0/16"), via: gateway, link: link.index))
                }
                var told: [String] = []
                _ = try wait(events) { event in
                    switch event {
                    case .neighbour(let new): told.append("\(new.address)")
                    case .route(let new) where new.table == .main: told.append("\(new.prefix)")
                    default: break
                    }
                    return told.contains("10.2.0.0/16")
                }
                #expect(told == ["10.0.0.102", "10.2.0.0/16"])
            }
        }

        @Test func `events that are lost are told as an overrun`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let events = try RouteEvents([.links], in: stage.namespace)
                // Of a link that is off the kernel doesn't tell a new text.
                let link = try stage.socket.createVeth(name: "mka", isUp: true, peerName: "mkb")
                for round in 0..<20 {
                    var batch = RouteBatch()
                    for number in 0..<1_000 {
                        batch.set(link.index, LinkChange(alias: "\(round) \(number)"))
                    }
                    #expect(try stage.socket.apply(batch) == [])
                }
                #expect(try wait(events) { $0 == .overrun } != nil)
            }
        }

        @Test func `a listing is whole while links come and go`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                for number in 0..<60 {
                    try stage.socket.create(
                        LinkRequest(name: "mkbr\(number)", kind: .bridge(BridgeOptions())))
                }
                let isDone = Atomic(false)
                let rounds = Atomic(0)
                try withExtendedLifetime(stage) {
                    let other = try RouteSocket(in: stage.namespace)
                    let thread = try SystemThread.spawn(name: "churn") {
                        while !isDone.load(ordering: .relaxed) {
                            if let link = try? other.createVeth(name: "mka", peerName: "mkb") {
                                try? other.delete(link.index)
                            }
                            rounds.add(1, ordering: .relaxed)
                        }
                    }
                    defer {
                        isDone.store(true, ordering: .relaxed)
                        thread.join()
                    }
                    var listings = 0
                    while listings < 200 || rounds.load(ordering: .relaxed) < 5 {
                        let names = try stage.socket.links().map(\.name)
                        #expect(names.filter { $0.hasPrefix("mkbr") }.count == 60)
                        #expect(Set(names).count == names.count)
                        listings += 1
                    }
                }
            }
        }

        @Test func `a socket stays in the namespace where it was opened`() throws {
            try Stage.with(2) { stages in
                try stages[0].socket.createVeth(name: "mka", peerName: "mkb")
                let names = try stages[1].namespace.run { [socket = stages[0].socket] in
                    try socket.links().map(\.name)
                }
                #expect(Set(names) == ["lo", "mka", "mkb"])
                #expect(try stages[1].socket.links().map(\.name) == ["lo"])
                #expect(try stages[0].namespace.run { try RouteSocket().links().count } == 3)
            }
        }
    }
}
