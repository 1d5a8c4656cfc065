import Netlink
import NetworkAddress

/// Which routes a listing holds; the kernel itself leaves out the others.
public struct RouteFilter: Hashable, Sendable {
    /// The family; nil is both.
    public var family: AddressFamily?
    /// Only of this table; nil is all.
    public var table: RouteTable?
    /// Only by this link.
    public var link: LinkIndex?
    /// Only made by this.
    public var origin: RouteProtocol?
    /// Only that do this.
    public var kind: RouteKind?

    /// Routes of the main table, unless it is said otherwise.
    public init(
        family: AddressFamily? = nil, table: RouteTable? = .main, link: LinkIndex? = nil,
        origin: RouteProtocol? = nil, kind: RouteKind? = nil
    ) {
        self.family = family
        self.table = table
        self.link = link
        self.origin = origin
        self.kind = kind
    }

    /// The request's header and attributes, as strict checking wants them.
    func encode(_ family: AddressFamily, into writer: inout NetlinkWriter) {
        writer.append(u8: family.number)
        writer.append(zeros: 4)
        writer.append(u8: origin?.rawValue ?? 0)
        writer.append(u8: 0)
        writer.append(u8: kind?.rawValue ?? 0)
        writer.append(u32: 0)
        if let table { writer.attribute(15, u32: table.rawValue) }
        if let link { writer.attribute(4, u32: link.rawValue) }
    }

    /// Kernels before 4.20 don't filter, and version 6 filters less than version 4.
    func takes(_ route: Route) -> Bool {
        (table == nil || table == route.table) && (link == nil || link == route.link)
            && (origin == nil || origin == route.origin) && (kind == nil || kind == route.kind)
    }
}
