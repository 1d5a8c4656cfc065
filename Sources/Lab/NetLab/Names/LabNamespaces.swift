/// The names of a lab's network namespaces, all beginning with its prefix.
package struct LabNamespaces: Hashable, Sendable {
    /// `netlab.<lab>.`: what `down` looks for when nothing else is left.
    package let prefix: String

    package init(_ lab: LabName) { prefix = "netlab.\(lab)." }

    /// The switch that every node and host hangs on.
    package var wire: String { prefix + "wire" }

    package func node(_ name: String) -> String { prefix + "node." + name }

    package func host(_ name: String) -> String { prefix + "host." + name }
}
