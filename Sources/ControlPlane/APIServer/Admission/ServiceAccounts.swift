import APIMachinery
import JSON
import WatchCache

/// A pod runs as a service account of its namespace, and its containers find the account's token.
struct ServiceAccounts: AdmissionStep {
    private static let accounts = GroupResource(resource: "serviceaccounts")
    private static let folder = "/var/run/secrets/kubernetes.io/serviceaccount"
    private static let volumePrefix = "kube-api-access-"
    private static let mirror = "kubernetes.io/config.mirror"
    /// An hour, and a little so that tokens are told apart from those asked for by hand.
    private static let tokenSeconds = 3607

    /// The account `default` of a namespace that was just made comes within moments.
    func prepare(_ object: APIObject, _ request: AdmissionRequest) async {
        guard concerns(request), name(in: object) == "default" else { return }
        for _ in 0..<20 where account("default", request) == nil {
            guard
                request.server.objects.get(
                    GroupResource(resource: "namespaces"), name: request.target.namespace) != nil
            else { return }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard concerns(request) else { return }
        if object.annotations[Self.mirror] != nil { return try checkMirror(object, request) }
        let name = name(in: object)
        guard let account = account(name, request)?.object() else {
            throw refusal(
                object, request,
                "error looking up service account \(request.target.namespace)/\(name): "
                    + "serviceaccount \"\(name)\" not found")
        }
        object["spec", "serviceAccountName"] = .string(name)
        object["spec", "serviceAccount"] = .string(name)
        let mounts =
            object["spec", "automountServiceAccountToken"]?.bool
            ?? account["automountServiceAccountToken"]?.bool ?? true
        if mounts { mountToken(&object) }
        if object["spec", "imagePullSecrets"]?.array?.isEmpty ?? true,
            let secrets = account["imagePullSecrets"]?.array, !secrets.isEmpty
        {
            object["spec", "imagePullSecrets"] = .array(secrets)
        }
    }

    private func concerns(_ request: AdmissionRequest) -> Bool {
        request.isOf("pods") && request.subresource.isEmpty
    }

    private func name(in pod: APIObject) -> String {
        let name = pod["spec", "serviceAccountName"]?.string ?? ""
        return name.isEmpty ? "default" : name
    }

    private func account(_ name: String, _ request: AdmissionRequest) -> CachedObject? {
        request.server.objects.get(
            Self.accounts, namespace: request.target.namespace, name: name)
    }

    /// A pod that only shows one of a node's own has no account.
    private func checkMirror(
        _ object: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        if object["spec", "serviceAccountName"]?.string?.isEmpty == false {
            throw refusal(object, request, "a mirror pod may not reference service accounts")
        }
    }

    private func refusal(
        _ object: APIObject, _ request: AdmissionRequest, _ why: String
    ) -> APIStatus {
        .forbidden(GroupResource(resource: "pods"), name: object.name, why)
    }

    /// Each container gets the mount unless it has one at that place; the volume is there once.
    private func mountToken(_ object: inout APIObject) {
        var volumes = object["spec", "volumes"]?.array ?? []
        let known = volumes.compactMap { $0["name"]?.string }
            .first { $0.hasPrefix(Self.volumePrefix) }
        let volume = known ?? Self.volumePrefix + RandomText.suffix()
        let mount: JSON = [
            "name": .string(volume), "readOnly": true, "mountPath": .string(Self.folder),
        ]
        var isNeeded = false
        object.json.update("spec") { spec in
            for list in ["initContainers", "containers"] {
                spec.updateEach(list) { container in
                    var mounts = container["volumeMounts"]?.array ?? []
                    if mounts.contains(where: { $0["mountPath"]?.string == Self.folder }) {
                        return
                    }
                    mounts.append(mount)
                    container["volumeMounts"] = .array(mounts)
                    isNeeded = true
                }
            }
        }
        guard isNeeded, known == nil else { return }
        volumes.append(Self.volume(volume))
        object["spec", "volumes"] = .array(volumes)
    }

    /// The token, the certificates to trust, and the namespace, as files.
    private static func volume(_ name: String) -> JSON {
        [
            "name": .string(name),
            "projected": [
                "sources": [
                    [
                        "serviceAccountToken": [
                            "expirationSeconds": .int(tokenSeconds), "path": "token",
                        ]
                    ],
                    [
                        "configMap": [
                            "name": "kube-root-ca.crt",
                            "items": [["key": "ca.crt", "path": "ca.crt"]],
                        ]
                    ],
                    [
                        "downwardAPI": [
                            "items": [
                                [
                                    "path": "namespace",
                                    "fieldRef": [
                                        "apiVersion": "v1", "fieldPath": "metadata.namespace",
                                    ],
                                ]
                            ]
                        ]
                    ],
                ],
                "defaultMode": 420,
            ],
        ]
    }
}
