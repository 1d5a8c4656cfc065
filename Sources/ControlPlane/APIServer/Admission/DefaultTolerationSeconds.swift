import APIMachinery
import JSON

/// Pods stay five minutes on a node that isn't ready or can't be reached unless they say otherwise.
struct DefaultTolerationSeconds: AdmissionStep {
    private static let keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        if request.isOf("pods"), request.subresource.isEmpty { add(&object) }
    }

    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        if request.isOf("pods"), request.subresource.isEmpty { add(&object) }
    }

    private func add(_ object: inout APIObject) {
        var tolerations = object["spec", "tolerations"]?.array ?? []
        for key in Self.keys {
            let isTolerated = tolerations.contains { toleration in
                let own = toleration["key"]?.string ?? ""
                let effect = toleration["effect"]?.string ?? ""
                return (own.isEmpty || own == key) && (effect.isEmpty || effect == "NoExecute")
            }
            if isTolerated { continue }
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": 300,
            ])
        }
        object["spec", "tolerations"] = .array(tolerations)
    }
}
