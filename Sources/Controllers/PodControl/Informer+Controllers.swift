import ControllerRuntime
import WatchCache

extension Informer {
    private static let byController = "controller"

    /// Indexes objects by who controls them; orphans by their namespace.
    public func indexControllers() {
        addIndex(Self.byController) { object in
            [object.meta.controller?.uid ?? Self.orphans(object.namespace)]
        }
    }

    private static func orphans(_ namespace: String) -> String { "orphans of " + namespace }

    /// The objects that an owner controls.
    public func list(controlledBy uid: String) -> [CachedObject] {
        list(index: Self.byController, uid)
    }

    /// The objects of a namespace that nobody controls.
    public func orphans(in namespace: String) -> [CachedObject] {
        list(index: Self.byController, Self.orphans(namespace))
    }
}
