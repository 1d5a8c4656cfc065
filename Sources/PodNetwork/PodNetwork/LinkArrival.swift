import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink

/// What the kernel leaves to its workers when a link comes up. Until these have run it drops
/// packets without a word, and whoever sent one tries again a second later.
struct LinkArrival {
    let socket: RouteSocket
    let link: LinkIndex
    /// What does not come by then is not waited for: an administrator may have switched it off.
    let deadline: Deadline

    /// How long an ADD waits for all of it; the workers need microseconds, unless others hold the
    /// kernel's lock on links.
    static let patience = Duration.seconds(3)
    /// Between two looks: a worker runs on the processor where it was asked for.
    private static let pause = Duration.microseconds(20)
    /// Where the spanning tree has a port that carries packets. C: BR_STATE_FORWARDING
    private static let forwarding: UInt8 = 3

    /// Waits until the link takes packets: it has no queue, and a bridge's port drops what arrives,
    /// as long as nobody has looked at its carrier. Linux from 6.8 does that when a link is read.
    ///
    /// - Returns: whether it is a port that forwards, or no port.
    @discardableResult
    func waitForCarrier() throws -> Bool {
        while let found = try socket.link(link) {
            if found.operationalState == .up || deadline.isOver {
                return (found.port?.state ?? Self.forwarding) == Self.forwarding
            }
            MonotonicClock.sleep(Self.pause)
        }
        return false
    }

    /// Waits until the link answers for addresses of version 6: the groups in which neighbours look
    /// for them are joined by a worker, which makes the route to each address afterwards.
    func waitForAnswers(_ addresses: [IPAddress]) throws {
        for address in addresses where address.family == .ipv6 {
            while try !isLocal(address), !deadline.isOver { MonotonicClock.sleep(Self.pause) }
        }
    }

    /// Waits until the link can ask for neighbours on behalf of others, which it does under its
    /// link-local address.
    func waitForQuestions() throws {
        while !deadline.isOver {
            let own = try socket.addresses(of: link, family: .ipv6).filter {
                $0.address.address.isLinkLocal && !$0.flags.contains(.isDuplicate)
            }
            guard own.contains(where: { $0.flags.contains(.tentative) }) else { return }
            MonotonicClock.sleep(Self.pause)
        }
    }

    private func isLocal(_ address: IPAddress) throws(NetlinkError) -> Bool {
        do throws(NetlinkError) {
            return try socket.route(to: address, leaving: link).kind == .local
        } catch {
            guard error.errno == .enetunreach else { throw error }
            return false
        }
    }
}

extension LinkArrival {
    /// Waits for what the first packets of a pod meet.
    ///
    /// - Parameters:
    ///   - end: the node's end of the pair, as it was made.
    ///   - gateway: the link that has the gateways' addresses, as it was before.
    static func wait(
        for stack: PodStackPlan, _ pod: PodNamespace, behind end: Link,
        gateways: [InterfaceAddress], on gateway: Link?, _ node: RouteSocket
    ) throws {
        guard stack.isUp else { return }
        let deadline = Deadline(after: patience)
        let isForwarding = try LinkArrival(
            socket: node, link: end.index, deadline: deadline
        ).waitForCarrier()
        if !gateways.isEmpty, let gateway {
            let arrival = LinkArrival(socket: node, link: gateway.index, deadline: deadline)
            // A bridge gets its carrier from its first port.
            if gateway.operationalState != .up, isForwarding { try arrival.waitForCarrier() }
            let addresses = gateways.map(\.address).filter { $0.family == .ipv6 }
            if !addresses.isEmpty {
                try arrival.waitForAnswers(addresses)
                try arrival.waitForQuestions()
            }
        }
        guard stack.needsIPv6, let index = end.peerIndex else { return }
        try LinkArrival(socket: pod.socket, link: index, deadline: deadline)
            .waitForAnswers(stack.addresses.map(\.address))
    }
}
