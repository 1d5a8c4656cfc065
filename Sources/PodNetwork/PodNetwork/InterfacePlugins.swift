/// The plugins that make pods' interfaces.
enum InterfacePlugins {
    /// Their types; rules of these are for a link that can be looked for.
    static let names: Set<String> = [
        BridgePlugin.name, PointToPointPlugin.name, MartletPlugin.name,
    ]
}
