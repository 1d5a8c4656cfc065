import CNIProtocol
import NetworkAddress
import PodShaping
import RouteNetlink
import Testing

/// The plan for one pod, and the names it goes by.
@Suite struct ShapingPlanTests {
    let name = QueueName(
        network: "n", attachment: Attachment(containerID: "web", interfaceName: "eth0"))
    let limit = Bandwidth.Limit(rate: 8_000_000, burst: 800_000)

    private func plan(_ bandwidth: Bandwidth) throws -> ShapingPlan {
        var message = LinkMessage()
        message.index = LinkIndex(rawValue: 7)
        message.mtu = 1400
        return ShapingPlan(
            bandwidth, link: Link(message), name: name, queueName: name.candidates[0],
            queueIndex: LinkIndex(rawValue: 99),
            queueMAC: try #require(MACAddress("02:00:00:00:00:01")))
    }

    @Test func `the queue has the reference plugin's name`() {
        #expect(name.candidates[0] == "bwp8a27acf6a8da")
        #expect(name.candidates.allSatisfy { $0.utf8.count == 15 })
        var other = name
        other.attachment.interfaceName = "eth1"
        #expect(other.candidates[0] == name.candidates[0])
        #expect(other.candidates[1] != name.candidates[1])
    }

    @Test(arguments: [0, 1, 110, 111, 112, 113, 127, 128, 129, 240])
    func `names of every length have a name of their own`(length: Int) {
        let text = String(repeating: "a", count: length)
        let long = QueueName(
            network: "n", attachment: Attachment(containerID: text, interfaceName: "e"))
        let longer = QueueName(
            network: "n", attachment: Attachment(containerID: text + "a", interfaceName: "e"))
        #expect(Set(long.candidates + longer.candidates).count == 4)
    }

    @Test func `what a pod receives is shaped at the node's end`() throws {
        let plan = try plan(Bandwidth(ingress: limit))
        #expect(plan.queue == nil && plan.filters == [])
        #expect(plan.qdiscs.map(\.description) == ["tbf 1: on link 7"])
        #expect(plan.requests.count == 1)
    }

    @Test func `what a pod sends is redirected to a queue and shaped there`() throws {
        let plan = try plan(Bandwidth(egress: limit))
        #expect(plan.queue?.mtu == 1400 && plan.queue?.transmitQueueLength == 0)
        #expect(plan.queue?.isUp == true && plan.queue?.index == LinkIndex(rawValue: 99))
        #expect(plan.alias == "n/web/eth0")
        let places = ["tbf 1: on link 99", "ingress ffff: on link 7"]
        #expect(plan.qdiscs.map(\.description) == places)
        #expect(
            plan.filters.map(\.description) == ["u32 of priority 1 at ffff: on link 7"])
        // The queue, its alias, two disciplines, the redirection.
        #expect(plan.requests.count == 5)
    }

    @Test func `without limits there is nothing`() throws {
        #expect(try plan(Bandwidth()).requests.count == 0)
    }

    @Test func `GC knows queues by their alias`() {
        func link(_ index: UInt32, _ kind: LinkKind, _ alias: String?) -> Link {
            var message = LinkMessage()
            message.index = LinkIndex(rawValue: index)
            message.info = LinkInfo(kind: kind)
            message.alias = alias
            return Link(message)
        }
        let links = [
            link(1, .ifb, "n/web/eth0"), link(2, .ifb, "n/old/eth0"), link(3, .ifb, "m/old/eth0"),
            link(4, .ifb, nil), link(5, .veth, "n/old/eth0"), link(6, .ifb, "n/web/eth1"),
        ]
        let stale = PodShaper.stale(among: links, network: "n", keeping: [name.attachment])
        #expect(stale.map(\.rawValue) == [2, 6])
    }
}
