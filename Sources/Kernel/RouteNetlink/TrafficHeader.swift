import Netlink

/// What stands before the attributes of messages on traffic control. C: struct tcmsg
struct TrafficHeader: Hashable, Sendable {
    /// C: tcm_family
    var family = SocketFamily.unspecified
    /// C: tcm_ifindex
    var link = LinkIndex(rawValue: 0)
    /// C: tcm_handle
    var handle = TrafficHandle.none
    /// C: tcm_parent
    var parent = TrafficHandle.none
    /// A filter's priority and protocol, a discipline's users. C: tcm_info
    var info: UInt32 = 0

    init(link: LinkIndex, handle: TrafficHandle, parent: TrafficHandle, info: UInt32 = 0) {
        self.link = link
        self.handle = handle
        self.parent = parent
        self.info = info
    }

    init(decoding reader: inout NetlinkReader) throws(NetlinkDecodeError) {
        family = try reader.u8()
        try reader.skip(3)
        link = LinkIndex(rawValue: try reader.u32())
        handle = TrafficHandle(rawValue: try reader.u32())
        parent = TrafficHandle(rawValue: try reader.u32())
        info = try reader.u32()
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family)
        writer.append(zeros: 3)
        writer.append(u32: link.rawValue)
        writer.append(u32: handle.rawValue)
        writer.append(u32: parent.rawValue)
        writer.append(u32: info)
    }
}

/// The attributes that disciplines and filters share.
enum TrafficField {
    /// C: TCA_KIND
    static let kind: UInt16 = 1
    /// C: TCA_OPTIONS
    static let options: UInt16 = 2
}
