/// The message types of rtnetlink that this room speaks.
enum RouteMessageType {
    /// C: RTM_NEWLINK
    static let newLink: UInt16 = 16
    /// C: RTM_DELLINK
    static let deleteLink: UInt16 = 17
    /// C: RTM_GETLINK
    static let getLink: UInt16 = 18
    /// C: RTM_SETLINK
    static let setLink: UInt16 = 19
    /// C: RTM_NEWADDR
    static let newAddress: UInt16 = 20
    /// C: RTM_DELADDR
    static let deleteAddress: UInt16 = 21
    /// C: RTM_GETADDR
    static let getAddress: UInt16 = 22
    /// C: RTM_NEWROUTE
    static let newRoute: UInt16 = 24
    /// C: RTM_DELROUTE
    static let deleteRoute: UInt16 = 25
    /// C: RTM_GETROUTE
    static let getRoute: UInt16 = 26
    /// C: RTM_NEWNEIGH
    static let newNeighbour: UInt16 = 28
    /// C: RTM_DELNEIGH
    static let deleteNeighbour: UInt16 = 29
    /// C: RTM_GETNEIGH
    static let getNeighbour: UInt16 = 30
    /// C: RTM_NEWRULE
    static let newRule: UInt16 = 32
    /// C: RTM_DELRULE
    static let deleteRule: UInt16 = 33
    /// C: RTM_GETRULE
    static let getRule: UInt16 = 34
    /// C: RTM_NEWQDISC
    static let newQdisc: UInt16 = 36
    /// C: RTM_DELQDISC
    static let deleteQdisc: UInt16 = 37
    /// C: RTM_GETQDISC
    static let getQdisc: UInt16 = 38
    /// C: RTM_NEWTFILTER
    static let newFilter: UInt16 = 44
    /// C: RTM_GETTFILTER
    static let getFilter: UInt16 = 46
    /// C: RTM_GETNSID
    static let getNamespaceID: UInt16 = 90
}

/// Address families as rtnetlink's headers count them.
enum SocketFamily {
    /// C: AF_UNSPEC
    static let unspecified: UInt8 = 0
    /// C: AF_INET
    static let ipv4: UInt8 = 2
    /// C: AF_BRIDGE
    static let bridge: UInt8 = 7
    /// C: AF_INET6
    static let ipv6: UInt8 = 10
}
