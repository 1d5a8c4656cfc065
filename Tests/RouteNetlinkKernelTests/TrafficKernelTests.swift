import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Testing

extension RouteNetlinkKernelTests {
    /// Queueing disciplines and filters, as `tc` sees them.
    @Suite struct Traffic {
        @Test func `a link is shaped both ways, and tc says so`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let link = try stage.socket.createVeth(
                    name: "mkv", mtu: 1400, isUp: true, peerName: "mkw")
                var request = LinkRequest(name: "mki", kind: .ifb, mtu: 1400, isUp: true)
                request.transmitQueueLength = 0
                let queue = try stage.socket.create(request)
                #expect(queue.kind == .ifb && queue.isUp)
                let bucket = TokenBucket(
                    bytesPerSecond: 1_000_000, limitBytes: 125_000, bufferTicks: 1_562_500)
                let handle = TrafficHandle(0xFFFF)
                let filter = TrafficFilter(
                    .words(
                        WordFilter(
                            classID: TrafficHandle(1, 1),
                            actions: [TrafficAction(.redirect(Redirection(to: queue.index)))])),
                    on: link.index, parent: handle, priority: 1)
                var batch = RouteBatch()
                for index in [link.index, queue.index] {
                    batch.add(Qdisc(.tokenBucket(bucket), on: index, handle: TrafficHandle(1)))
                }
                batch.add(Qdisc(.ingress, on: link.index, handle: handle, parent: .ingress))
                batch.add(filter)
                #expect(try stage.socket.apply(batch) == [])

                for name in ["mkv", "mki"] {
                    let seen = try #require(
                        try stage.json("tc", "-j", "qdisc", "show", "dev", name).first)
                    #expect(seen["kind"].string == "tbf" && seen["handle"].string == "1:")
                    #expect(seen["options"]["rate"].int == 1_000_000)
                    #expect(seen["options"]["lat"].int == 25_000)
                }
                let text = try stage.run("tc", "filter", "show", "dev", "mkv", "parent", "ffff:")
                #expect(text.contains("Egress Redirect to device mki"))
                try expectObserved(stage, link.index, queue.index, bucket)
            }
        }

        private func expectObserved(
            _ stage: Stage, _ link: LinkIndex, _ queue: LinkIndex, _ bucket: TokenBucket
        ) throws {
            let root = try #require(try stage.socket.qdisc(of: link))
            #expect(root.kind == .tokenBucket(bucket) && root.handle == TrafficHandle(1))
            let ingress = try #require(try stage.socket.qdisc(of: link, at: .ingress))
            #expect(ingress.kind == .ingress)
            #expect(try stage.socket.qdiscs().filter { $0.link == link }.count == 2)
            let filters = try stage.socket.filters(of: link, at: ingress.handle)
            let targets = filters.flatMap { filter -> [LinkIndex] in
                guard case .words(let words) = filter.kind else { return [] }
                return words.actions.compactMap {
                    if case .redirect(let redirection) = $0.kind { redirection.link } else { nil }
                }
            }
            #expect(targets == [queue])

            var batch = RouteBatch()
            batch.delete(root)
            batch.delete(ingress)
            #expect(try stage.socket.apply(batch) == [])
            #expect(try stage.socket.qdisc(of: link) == nil)
            #expect(try stage.socket.qdisc(of: link, at: .ingress) == nil)
            #expect(try stage.socket.filters(of: link, at: ingress.handle) == [])
        }

        @Test func `a second discipline at one place is refused`() throws {
            try Stage.with { stages in
                let link = try stages[0].socket.createVeth(name: "mkv", peerName: "mkw")
                let ingress = Qdisc(
                    .ingress, on: link.index, handle: TrafficHandle(0xFFFF), parent: .ingress)
                var batch = RouteBatch()
                batch.add(ingress)
                batch.add(ingress)
                let refusals = try stages[0].socket.apply(batch)
                #expect(refusals.map(\.errno) == [.eexist])
                #expect(refusals.first?.subject == "ingress ffff: on \(link.index)")
            }
        }

        @Test func `a kind that the kernel lacks is refused by name`() throws {
            try Stage.with { stages in
                let link = try stages[0].socket.createVeth(name: "mkv", peerName: "mkw")
                var batch = RouteBatch()
                batch.add(Qdisc(.unknown("nonesuch"), on: link.index, handle: TrafficHandle(1)))
                let refusal = try #require(try stages[0].socket.apply(batch).first)
                #expect(refusal.errno == .enoent && refusal.operation == "add qdisc")
            }
        }
    }
}
