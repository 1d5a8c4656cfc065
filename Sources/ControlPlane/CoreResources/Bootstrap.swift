import APIMachinery
import JSON
import NetworkAddress

/// What a cluster has before anyone has asked for anything. The server writes these through the
/// same rules as a client's, when they are missing.
extension CoreResources {
    /// The namespaces that are always there.
    public static let systemNamespaces = [
        "default", "kube-system", "kube-public", "kube-node-lease",
    ]

    /// A namespace that is always there.
    public static func namespace(_ name: String) -> APIObject {
        APIObject([
            "kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)],
        ])
    }

    /// The range of Services' addresses that the flags give, and its status, which says it's used.
    public static func serviceRange(_ ranges: [IPPrefix], now: Timestamp) -> APIObject {
        APIObject([
            "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1",
            "metadata": ["name": "kubernetes"],
            "spec": ["cidrs": .strings(ranges.map(\.description))],
            "status": [
                "conditions": [
                    [
                        "type": "Ready", "status": "True",
                        "lastTransitionTime": .string(now.description), "reason": "",
                        "message": "Kubernetes default Service CIDR is ready",
                    ]
                ]
            ],
        ])
    }

    /// The Service by which pods reach the API server.
    public static func kubernetesService(address: IPAddress, port: Int) -> APIObject {
        APIObject([
            "kind": "Service", "apiVersion": "v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": [
                "ports": [
                    [
                        "name": "https", "protocol": "TCP", "port": 443, "targetPort": .int(port),
                    ]
                ],
                "clusterIP": .string(address.description),
                "clusterIPs": [.string(address.description)], "type": "ClusterIP",
                "sessionAffinity": "None", "ipFamilies": [.string(address.family.description)],
                "ipFamilyPolicy": "SingleStack",
            ],
        ])
    }

    /// The Endpoints of the Service `kubernetes`: where the API server listens.
    public static func kubernetesEndpoints(address: IPAddress, port: Int) -> APIObject {
        APIObject([
            "kind": "Endpoints", "apiVersion": "v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
            "subsets": [
                [
                    "addresses": [["ip": .string(address.description)]],
                    "ports": [["name": "https", "port": .int(port), "protocol": "TCP"]],
                ]
            ],
        ])
    }

    /// The same as an EndpointSlice.
    public static func kubernetesEndpointSlice(address: IPAddress, port: Int) -> APIObject {
        APIObject([
            "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["kubernetes.io/service-name": "kubernetes"],
            ],
            "addressType": .string(address.family.description),
            "endpoints": [
                ["addresses": [.string(address.description)], "conditions": ["ready": true]]
            ],
            "ports": [["name": "https", "protocol": "TCP", "port": .int(port)]],
        ])
    }

    /// The certificate by which pods of a namespace know the API server.
    public static func rootCertificate(namespace: String, pem: String) -> APIObject {
        APIObject([
            "kind": "ConfigMap", "apiVersion": "v1",
            "metadata": ["name": "kube-root-ca.crt", "namespace": .string(namespace)],
            "data": ["ca.crt": .string(pem)],
        ])
    }
}
