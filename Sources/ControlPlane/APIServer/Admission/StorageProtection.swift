import APIMachinery

/// Volumes and claims stay while they are used.
struct StorageObjectInUseProtection: AdmissionStep {
    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        if request.isOf("persistentvolumeclaims") {
            add("kubernetes.io/pvc-protection", &object)
        } else if request.isOf("persistentvolumes") {
            add("kubernetes.io/pv-protection", &object)
        }
    }

    private func add(_ finalizer: String, _ object: inout APIObject) {
        if !object.finalizers.contains(finalizer) { object.finalizers.append(finalizer) }
    }
}
