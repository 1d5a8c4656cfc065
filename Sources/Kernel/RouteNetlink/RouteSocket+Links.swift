import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// All links, without their counters.
    public func links() throws(NetlinkError) -> [Link] {
        try dump(RouteMessageType.getLink, "list links", "", Self.encodeQuery) {
            message throws(NetlinkDecodeError) in Link(try LinkMessage(decoding: message.body))
        }
    }

    /// The ports of a bridge.
    public func ports(of bridge: LinkIndex) throws(NetlinkError) -> [Link] {
        var query = Self.query
        query.master = bridge
        return try dump(
            RouteMessageType.getLink, "list ports of", bridge.description,
            { query.encode(into: &$0) }
        ) { message throws(NetlinkDecodeError) in
            Link(try LinkMessage(decoding: message.body))
        }
    }

    /// The link of a name; nil when there is none.
    public func link(named name: String) throws(NetlinkError) -> Link? {
        var query = Self.query
        query.name = name
        return try link(query, name)
    }

    /// The link of an index; nil when there is none.
    public func link(_ index: LinkIndex) throws(NetlinkError) -> Link? {
        var query = Self.query
        query.index = index
        return try link(query, index.description)
    }

    private func link(_ query: LinkMessage, _ subject: String) throws(NetlinkError) -> Link? {
        do throws(NetlinkError) {
            let answers = try socket.request(
                type: RouteMessageType.getLink, operation: "read link", subject: subject
            ) { query.encode(into: &$0) }
            return try answers.first.map { answer throws(NetlinkError) in try Link.decode(answer) }
        } catch  where error.errno == .enodev {
            return nil
        }
    }

    /// A read that leaves the counters out. C: RTEXT_FILTER_SKIP_STATS
    private static var query: LinkMessage {
        var query = LinkMessage()
        query.extensionMask = 8
        return query
    }

    private static func encodeQuery(_ writer: inout NetlinkWriter) {
        query.encode(into: &writer)
    }

    /// Makes a link, complete in one message, and tells it as it became.
    ///
    /// Throws EEXIST when the name is taken, EOPNOTSUPP when the kernel lacks the kind.
    @discardableResult
    public func create(_ request: LinkRequest) throws(NetlinkError) -> Link {
        let message = request.message
        let flags: MessageFlags = [.create, .exclusive, .echo]
        let answers = try socket.request(
            type: RouteMessageType.newLink, flags: flags, operation: "create link",
            subject: request.name
        ) { message.encode(into: &$0) }
        // Kernels from 6.2 echo what they made, just before it becomes a port of its master.
        for answer in answers where answer.type == RouteMessageType.newLink {
            var link = try Link.decode(answer)
            link.master = link.master ?? request.master
            if link.name == request.name { return link }
        }
        if request.namespace == nil, let link = try link(named: request.name) { return link }
        throw NetlinkError(operation: "create link", subject: request.name, errno: .enodev)
    }

    /// Makes a veth and its other end, which is in its namespace from the start.
    ///
    /// The other end is switched off: the kernel (6.18) refuses to switch it on before the pair is
    /// complete (ENOTCONN).
    ///
    /// Each end has one queue each way. By itself the kernel (6.18) makes one for each processor
    /// and takes all but the first out of use again, for which it waits twice, with its lock on
    /// links held.
    ///
    /// - Parameter peerNamespace: a descriptor of that namespace, open in this process.
    @discardableResult
    public func createVeth(
        name: String, mtu: Int? = nil, mac: MACAddress? = nil, isUp: Bool = false,
        master: LinkIndex? = nil, peerName: String, peerMAC: MACAddress? = nil,
        peerNamespace: Int32? = nil
    ) throws(NetlinkError) -> Link {
        let peer = VethPeer(
            name: peerName, mac: peerMAC, mtu: mtu, namespace: peerNamespace, queues: 1)
        var request = LinkRequest(
            name: name, kind: .veth, mac: mac, mtu: mtu, isUp: isUp, master: master, peer: peer)
        request.queues = 1
        return try create(request)
    }
}
