import ControllerRuntime
import JSON

extension MetadataView.Owner {
    /// Reads an owner reference of a tree.
    init(_ reference: JSON) {
        self.init(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? "", name: reference["name"]?.string ?? "",
            uid: reference["uid"]?.string ?? "",
            isController: reference["controller"]?.bool ?? false,
            blocksDeletion: reference["blockOwnerDeletion"]?.bool ?? false)
    }
}
