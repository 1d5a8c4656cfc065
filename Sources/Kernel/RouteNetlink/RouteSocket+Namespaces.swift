import LinuxSystem
import Netlink

extension RouteSocket {
    /// The number by which links of this namespace name another one; nil when it has none, since no
    /// link leads there.
    ///
    /// - Parameter descriptor: the other one's, open in this process.
    public func namespaceID(of descriptor: Int32) throws(NetlinkError) -> Int32? {
        let operation = "find the number of namespace"
        let answers = try socket.request(
            type: RouteMessageType.getNamespaceID, operation: operation,
            subject: "descriptor \(descriptor)"
        ) {
            $0.append(u8: SocketFamily.unspecified)
            $0.append(zeros: 3)
            // C: NETNSA_FD
            $0.attribute(3, i32: descriptor)
        }
        guard let answer = answers.first else { return nil }
        do throws(NetlinkDecodeError) {
            var reader = NetlinkReader(answer.body)
            try reader.skip(4)
            // C: NETNSA_NSID
            let number = try reader.attributes().first(1)?.i32()
            return number.flatMap { $0 < 0 ? nil : $0 }
        } catch {
            throw NetlinkError(error)
        }
    }
}
