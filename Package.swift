// swift-tools-version: 6.2
// The house: one target a room. docs/design/building.md says how to build only some rooms
// (ROOMS=…).
import PackageDescription

/// A room is a SwiftPM target in a wing; it imports only rooms that stand above it in this list.
struct Room {
    var name: String
    var wing: String
    var needs: [String] = []
    var products: [Target.Dependency] = []
    /// May use unsafe pointers; the other rooms are held to strict memory safety.
    var isGround = false
    /// Files beside the sources that the compiler passes over.
    var besides: [String] = []
}

extension Target.Dependency {
    static let yams = product(name: "Yams", package: "Yams")
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTP2 = product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioHPACK = product(name: "NIOHPACK", package: "swift-nio-http2")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let httpClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let x509 = product(name: "X509", package: "swift-certificates")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grpc = product(name: "GRPCCore", package: "grpc-swift-2")
    static let grpcTransport = product(
        name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
    static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
}

let rooms: [Room] = [
    Room(name: "JSON", wing: "Formats", isGround: true),
    Room(name: "YAML", wing: "Formats", needs: ["JSON"], products: [.yams], isGround: true),

    Room(
        name: "HTTPServer", wing: "Serving",
        products: [.nioCore, .nioPosix, .nioTLS, .nioHTTP1, .nioHTTP2, .nioSSL, .x509]),
    Room(name: "Metrics", wing: "Serving"),
    Room(
        name: "RemoteStreams", wing: "Serving", needs: ["HTTPServer", "CZlib"],
        products: [.nioCore, .nioPosix, .nioHTTP1, .nioSSL, .crypto], isGround: true),

    Room(name: "NetworkAddress", wing: "Kernel", isGround: true),
    Room(
        name: "LinuxSystem", wing: "Kernel", needs: ["CLinux", "NetworkAddress"], isGround: true),
    Room(
        name: "Netlink", wing: "Kernel", needs: ["LinuxSystem", "NetworkAddress", "CLinux"],
        isGround: true),
    Room(name: "NetlinkTesting", wing: "Kernel", needs: ["Netlink", "LinuxSystem"]),
    Room(
        name: "RouteNetlink", wing: "Kernel", needs: ["Netlink", "LinuxSystem", "NetworkAddress"]),
    Room(name: "Nftables", wing: "Kernel", needs: ["Netlink", "LinuxSystem", "NetworkAddress"]),
    Room(
        name: "Conntrack", wing: "Kernel", needs: ["Netlink", "LinuxSystem", "NetworkAddress"]),

    Room(name: "KubernetesAPI", wing: "Kubernetes", needs: ["JSON"]),
    Room(
        name: "KubernetesClient", wing: "Kubernetes",
        needs: ["KubernetesAPI", "LinuxSystem", "YAML", "JSON"],
        products: [.httpClient, .nioCore, .nioPosix, .nioSSL]),
    Room(
        name: "KubernetesFiles", wing: "Kubernetes",
        needs: ["KubernetesClient", "KubernetesAPI", "YAML", "JSON", "LinuxSystem"]),

    Room(name: "CNIProtocol", wing: "PodNetwork", needs: ["JSON", "NetworkAddress"]),
    Room(
        name: "AddressManagement", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "NetworkAddress"]),
    Room(
        name: "PodRules", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "NetworkAddress", "Nftables"]),
    Room(
        name: "PodShaping", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink"]),
    Room(
        name: "PodNetwork", wing: "PodNetwork",
        needs: [
            "AddressManagement", "Conntrack", "PodRules", "PodShaping", "CNIProtocol",
            "LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink", "JSON",
        ]),
    Room(
        name: "NodeRoutes", wing: "PodNetwork",
        needs: ["LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink"]),
    Room(
        name: "PodNetworkCommands", wing: "PodNetwork",
        needs: [
            "PodNetwork", "PodRules", "PodShaping", "AddressManagement", "CNIProtocol",
            "LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink", "JSON",
        ]),
    Room(
        name: "PodNetworkTesting", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "JSON"]),

    Room(name: "ServiceModel", wing: "ServiceProxy", needs: ["KubernetesAPI", "NetworkAddress"]),
    Room(
        name: "ServiceExplanation", wing: "ServiceProxy",
        needs: ["ServiceModel", "KubernetesAPI", "NetworkAddress"]),
    Room(
        name: "NftablesDataplane", wing: "ServiceProxy",
        needs: ["ServiceModel", "NetworkAddress", "Nftables"]),
    Room(
        name: "FlowCleanup", wing: "ServiceProxy",
        needs: [
            "ServiceModel", "Conntrack", "Nftables", "Netlink", "LinuxSystem", "NetworkAddress",
        ]),
    Room(
        name: "ProxySettings", wing: "ServiceProxy",
        needs: ["ServiceModel", "KubernetesAPI", "LinuxSystem", "NetworkAddress", "YAML", "JSON"]),
    Room(
        name: "ProxyHealth", wing: "ServiceProxy",
        needs: ["ServiceModel", "HTTPServer", "Metrics", "LinuxSystem", "NetworkAddress", "JSON"]),
    Room(
        name: "ProxyTakeover", wing: "ServiceProxy",
        needs: ["Nftables", "Netlink", "NetworkAddress"]),
    Room(
        name: "ServiceProxyTesting", wing: "ServiceProxy",
        needs: [
            "ServiceModel", "ServiceExplanation", "KubernetesAPI", "RouteNetlink", "Nftables",
            "LinuxSystem", "NetworkAddress",
        ]),
    Room(
        name: "ServiceProxy", wing: "ServiceProxy",
        needs: [
            "NftablesDataplane", "ServiceModel", "ServiceExplanation", "FlowCleanup",
            "ProxySettings", "ProxyHealth", "ProxyTakeover", "KubernetesAPI", "KubernetesClient",
            "KubernetesFiles", "RouteNetlink", "Nftables", "Netlink", "LinuxSystem",
            "NetworkAddress", "YAML", "JSON",
        ]),

    Room(name: "DNSMessage", wing: "ClusterDNS", needs: ["NetworkAddress"]),
    Room(
        name: "ClusterZone", wing: "ClusterDNS",
        needs: ["DNSMessage", "KubernetesAPI", "NetworkAddress"]),
    Room(
        name: "DNSServer", wing: "ClusterDNS",
        needs: ["ClusterZone", "DNSMessage", "KubernetesClient", "LinuxSystem", "NetworkAddress"],
        products: [.nioCore, .nioPosix, .logging]),

    Room(name: "APIMachinery", wing: "ControlPlane", needs: ["JSON"]),
    Room(name: "ResourceSchema", wing: "ControlPlane", needs: ["APIMachinery", "JSON"]),
    Room(
        name: "ResourceModel", wing: "ControlPlane",
        needs: ["ResourceSchema", "APIMachinery", "JSON", "NetworkAddress"]),
    Room(
        name: "WorkloadResources", wing: "ControlPlane",
        needs: ["ResourceModel", "ResourceSchema", "APIMachinery", "JSON", "NetworkAddress"]),
    Room(
        name: "CoreResources", wing: "ControlPlane",
        needs: ["ResourceModel", "ResourceSchema", "APIMachinery", "JSON", "NetworkAddress"]),
    Room(
        name: "ClusterResources", wing: "ControlPlane",
        needs: ["ResourceModel", "ResourceSchema", "APIMachinery", "JSON", "NetworkAddress"]),
    Room(
        name: "KubernetesProtobuf", wing: "ControlPlane", needs: ["APIMachinery", "JSON"]),
    Room(name: "QuotaModel", wing: "ControlPlane", needs: ["APIMachinery", "JSON"]),
    Room(
        name: "AccessControl", wing: "ControlPlane", needs: ["APIMachinery", "JSON"]),
    Room(
        name: "ClusterIdentity", wing: "ControlPlane",
        needs: ["AccessControl", "APIMachinery", "JSON", "NetworkAddress", "LinuxSystem"],
        products: [.x509, .crypto, .cryptoExtras]),
    Room(name: "ObjectStore", wing: "ControlPlane", needs: ["LinuxSystem"]),
    Room(name: "ObjectStoreTesting", wing: "ControlPlane", needs: ["ObjectStore"]),
    Room(
        name: "SQLiteStore", wing: "ControlPlane", needs: ["ObjectStore", "LinuxSystem"],
        products: [.grdb, .logging]),
    Room(
        name: "WatchCache", wing: "ControlPlane",
        needs: ["ObjectStore", "ResourceModel", "ResourceSchema", "APIMachinery", "JSON"]),
    Room(
        name: "APIDiscovery", wing: "ControlPlane",
        needs: ["ResourceModel", "ResourceSchema", "APIMachinery", "JSON"], products: [.crypto]),
    Room(
        name: "APIServer", wing: "ControlPlane",
        needs: [
            "WatchCache", "APIDiscovery", "WorkloadResources", "CoreResources", "ClusterResources",
            "ResourceModel",
            "ResourceSchema", "APIMachinery", "AccessControl", "ClusterIdentity", "ObjectStore",
            "KubernetesProtobuf", "QuotaModel",
            "HTTPServer", "RemoteStreams", "Metrics", "LinuxSystem", "NetworkAddress", "JSON",
            "YAML",
        ], products: [.logging]),
    Room(
        name: "ControllerRuntime", wing: "Controllers",
        needs: [
            "WatchCache", "ResourceModel", "APIMachinery", "KubernetesClient", "KubernetesAPI",
            "JSON", "LinuxSystem",
        ],
        products: [.logging]),
    Room(
        name: "LocalCluster", wing: "Controllers",
        needs: [
            "ControllerRuntime", "APIServer", "AccessControl", "WatchCache", "APIMachinery", "JSON",
        ]),
    Room(
        name: "ControlPlaneTesting", wing: "Controllers",
        needs: [
            "LocalCluster", "ControllerRuntime", "APIServer", "ObjectStore", "WatchCache",
            "APIMachinery", "NetworkAddress", "YAML", "JSON",
        ], products: [.logging]),
    Room(
        name: "PodControl", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "EndpointSliceController", wing: "Controllers",
        needs: [
            "ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "KubernetesAPI",
            "NetworkAddress",
        ], products: [.logging]),
    Room(
        name: "EndpointSliceMirroringController", wing: "Controllers",
        needs: [
            "EndpointSliceController", "ControllerRuntime", "WatchCache", "APIMachinery", "JSON",
            "KubernetesAPI", "NetworkAddress",
        ],
        products: [.logging]),
    Room(
        name: "EndpointsController", wing: "Controllers",
        needs: [
            "ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "KubernetesAPI",
            "NetworkAddress",
        ],
        products: [.logging]),
    Room(
        name: "LoadBalancerController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "NetworkAddress"],
        products: [.logging]),
    Room(
        name: "NodeLifecycleController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "NodeAddressController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "NetworkAddress"],
        products: [.logging]),
    Room(
        name: "ReplicaSetController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "PodControl"],
        products: [.logging]),
    Room(
        name: "DeploymentController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "PodControl"],
        products: [.logging]),
    Room(
        name: "DaemonSetController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "PodControl"],
        products: [.logging]),
    Room(
        name: "StatefulSetController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "PodControl"],
        products: [.logging]),
    Room(
        name: "JobController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON", "PodControl"],
        products: [.logging]),
    Room(
        name: "CronJobController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "LinuxSystem", "JSON"],
        products: [.logging]),
    Room(
        name: "NamespaceController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "GarbageCollector", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "PodGarbageCollector", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "ServiceAccountController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "ResourceQuotaController", wing: "Controllers",
        needs: ["ControllerRuntime", "QuotaModel", "WatchCache", "APIMachinery", "JSON"],
        products: [.logging]),
    Room(
        name: "DisruptionController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "ClusterRoleAggregationController", wing: "Controllers",
        needs: ["ControllerRuntime", "WatchCache", "APIMachinery", "JSON"], products: [.logging]),
    Room(
        name: "ControllerManager", wing: "Controllers",
        needs: [
            "ControllerRuntime", "APIMachinery", "NetworkAddress", "EndpointSliceController",
            "EndpointSliceMirroringController", "EndpointsController", "LoadBalancerController",
            "NodeLifecycleController", "NodeAddressController", "ReplicaSetController",
            "DeploymentController", "DaemonSetController", "StatefulSetController", "JobController",
            "CronJobController", "NamespaceController", "GarbageCollector", "PodGarbageCollector",
            "ServiceAccountController", "ResourceQuotaController", "DisruptionController",
            "ClusterRoleAggregationController",
        ], products: [.logging]),

    Room(
        name: "SchedulingModel", wing: "Scheduling",
        needs: ["APIMachinery", "WatchCache", "JSON", "ControllerRuntime"]),
    Room(
        name: "SchedulingPlugins", wing: "Scheduling",
        needs: ["SchedulingModel", "APIMachinery", "JSON"]),
    Room(
        name: "Scheduler", wing: "Scheduling",
        needs: [
            "SchedulingPlugins", "SchedulingModel", "ControllerRuntime", "WatchCache",
            "APIMachinery", "LinuxSystem", "JSON",
        ], products: [.logging]),

    Room(
        name: "ContainerRuntime", wing: "NodeAgent", needs: ["NetworkAddress"]),
    Room(name: "ContainerShim", wing: "NodeAgent", needs: ["LinuxSystem", "JSON"]),
    Room(
        name: "ProcessRuntime", wing: "NodeAgent",
        needs: [
            "ContainerRuntime", "ContainerShim", "CNIProtocol", "LinuxSystem", "NetworkAddress",
            "JSON", "YAML",
        ],
        products: [.logging]),
    Room(
        name: "CRIProtocol", wing: "NodeAgent", products: [.protobuf, .grpc], isGround: true,
        besides: ["README.md", "cri.proto", "generate.sh"]),
    Room(
        name: "CRIRuntime", wing: "NodeAgent",
        needs: ["CRIProtocol", "ContainerRuntime", "LinuxSystem", "NetworkAddress", "JSON"],
        products: [.protobuf, .grpc, .grpcTransport, .nioCore, .logging]),
    Room(
        name: "ContainerdTesting", wing: "NodeAgent",
        needs: ["CRIRuntime", "ContainerRuntime", "LinuxSystem"], products: [.logging],
        besides: ["images.py", "node.sh"]),
    Room(
        name: "PodLifecycle", wing: "NodeAgent",
        needs: ["ContainerRuntime", "ControllerRuntime", "APIMachinery", "NetworkAddress", "JSON"]),
    Room(
        name: "PodVolumes", wing: "NodeAgent",
        needs: [
            "PodLifecycle", "ContainerRuntime", "ControllerRuntime", "KubernetesClient",
            "APIMachinery", "LinuxSystem", "JSON",
        ]),
    Room(
        name: "PodProbes", wing: "NodeAgent",
        products: [.httpClient, .nioCore, .nioPosix, .nioHTTP2, .nioHPACK, .nioSSL]),
    Room(
        name: "ContainerRuntimeTesting", wing: "NodeAgent",
        needs: ["ContainerRuntime", "NetworkAddress"]),
    Room(
        name: "PodStreams", wing: "NodeAgent",
        needs: [
            "ContainerRuntime", "RemoteStreams", "HTTPServer", "ClusterIdentity", "APIMachinery",
            "LinuxSystem", "NetworkAddress", "JSON",
        ]),
    Room(
        name: "NodeAgent", wing: "NodeAgent",
        needs: [
            "PodLifecycle", "PodVolumes", "PodProbes", "PodStreams", "ContainerRuntime",
            "ControllerRuntime",
            "WatchCache", "APIMachinery", "NodeRoutes", "HTTPServer", "LinuxSystem",
            "NetworkAddress", "JSON",
        ], products: [.logging]),

    Room(
        name: "NetLab", wing: "Lab",
        needs: [
            "ProcessRuntime", "ContainerRuntime", "KubernetesClient", "Nftables", "RouteNetlink",
            "LinuxSystem", "NetworkAddress", "JSON", "YAML",
        ]),
]

struct Command {
    var name: String
    var needs: [String]
    var products: [Target.Dependency] = [.arguments]
    var usesFoundation = true
    /// Links everything into the program, glibc too: nothing is looked for when it starts.
    var isStatic = false
}

let commands: [Command] = [
    Command(
        name: "martlet-cni", needs: ["PodNetworkCommands"], products: [], usesFoundation: false,
        isStatic: true),
    Command(
        name: "svcproxy",
        needs: [
            "ServiceProxy", "ProxySettings", "KubernetesFiles", "LinuxSystem", "NetworkAddress",
        ]),
    Command(
        name: "clusterdns",
        needs: [
            "DNSServer", "ClusterZone", "DNSMessage", "KubernetesAPI", "KubernetesClient",
            "KubernetesFiles", "LinuxSystem", "NetworkAddress",
        ]),
    Command(name: "netlab", needs: ["NetLab", "LinuxSystem", "NetworkAddress"]),
    Command(
        name: "martlet",
        needs: [
            "APIServer", "SQLiteStore", "ObjectStore", "ClusterIdentity", "AccessControl",
            "APIMachinery", "HTTPServer", "LinuxSystem", "NetworkAddress", "JSON", "YAML",
            "ControllerRuntime", "LocalCluster", "ControllerManager", "Scheduler", "NodeAgent",
            "PodStreams", "ProcessRuntime", "CRIRuntime", "ContainerRuntime", "NodeRoutes",
            "KubernetesClient",
        ], products: [.arguments, .logging]),
    // The parent of one container's process (ProcessRuntime): small, since there are many.
    Command(name: "martlet-shim", needs: ["ContainerShim"], products: [], usesFoundation: false),
]

/// Suites beside a room's own `<Room>Tests`: those that need root and the kernel, and the house's.
struct Suite {
    var name: String
    var needs: [String]
    var hasVectors = false
    /// Files beside the sources that the compiler passes over.
    var besides: [String] = []
}

let suites: [Suite] = [
    Suite(name: "JSONTests", needs: ["JSON"]),
    Suite(name: "YAMLTests", needs: ["YAML"]),
    Suite(name: "APIMachineryTests", needs: ["APIMachinery", "JSON"]),
    Suite(name: "ResourceSchemaTests", needs: ["ResourceSchema", "APIMachinery", "JSON"]),
    Suite(name: "HTTPServerTests", needs: ["HTTPServer"]),
    Suite(name: "RemoteStreamsTests", needs: ["RemoteStreams", "HTTPServer"]),
    Suite(name: "MetricsTests", needs: ["Metrics"]),
    Suite(name: "LinuxSystemTests", needs: ["LinuxSystem"]),
    Suite(name: "NetworkAddressTests", needs: ["NetworkAddress"]),
    Suite(name: "NetlinkTests", needs: ["Netlink"], hasVectors: true),
    Suite(name: "RouteNetlinkTests", needs: ["RouteNetlink"], hasVectors: true),
    Suite(name: "RouteNetlinkKernelTests", needs: ["RouteNetlink"]),
    Suite(name: "NftablesTests", needs: ["Nftables", "NetlinkTesting"], hasVectors: true),
    Suite(name: "NftablesKernelTests", needs: ["Nftables"]),
    Suite(name: "ConntrackTests", needs: ["Conntrack", "NetlinkTesting"], hasVectors: true),
    Suite(name: "ConntrackKernelTests", needs: ["Conntrack", "RouteNetlink"]),
    Suite(name: "KubernetesAPITests", needs: ["KubernetesAPI", "YAML"]),
    Suite(
        name: "KubernetesClientTests",
        needs: ["KubernetesClient", "KubernetesAPI", "HTTPServer", "LinuxSystem", "JSON"]),
    Suite(name: "KubernetesFilesTests", needs: ["KubernetesFiles", "LinuxSystem"]),
    Suite(
        name: "APIServerProgramTests",
        needs: ["KubernetesClient", "LinuxSystem", "JSON", "martlet"]),
    Suite(
        name: "ClusterFaultTests",
        needs: [
            "ControllerRuntime", "KubernetesClient", "WatchCache", "APIMachinery", "LinuxSystem",
            "NetworkAddress", "JSON", "martlet",
        ]),
    Suite(
        name: "ControllerRuntimeTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "LocalCluster", "KubernetesClient",
            "APIServer", "HTTPServer", "ObjectStore", "WatchCache", "APIMachinery", "JSON",
        ]),
    Suite(
        name: "PodControlTests",
        needs: [
            "PodControl", "ControlPlaneTesting", "ControllerRuntime", "WatchCache", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "ReplicaSetControllerTests",
        needs: [
            "ReplicaSetController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "DeploymentControllerTests",
        needs: [
            "DeploymentController", "ReplicaSetController", "PodControl", "ControlPlaneTesting",
            "ControllerRuntime", "WatchCache", "APIMachinery", "JSON",
        ]),
    Suite(
        name: "DaemonSetControllerTests",
        needs: [
            "DaemonSetController", "ControlPlaneTesting", "ControllerRuntime", "WatchCache",
            "APIMachinery", "YAML", "JSON",
        ]),
    Suite(
        name: "StatefulSetControllerTests",
        needs: [
            "StatefulSetController", "ControlPlaneTesting", "ControllerRuntime", "WatchCache",
            "APIMachinery", "JSON",
        ]),
    Suite(
        name: "EndpointSliceControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "EndpointSliceController", "KubernetesAPI",
            "APIMachinery", "JSON", "YAML",
        ]),
    Suite(
        name: "EndpointSliceMirroringControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "EndpointSliceMirroringController",
            "APIMachinery", "JSON",
        ]),
    Suite(
        name: "EndpointsControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "EndpointsController", "KubernetesAPI",
            "APIMachinery", "JSON",
        ]),
    Suite(
        name: "LoadBalancerControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "LoadBalancerController", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "NodeLifecycleControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "NodeLifecycleController", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "NodeAddressControllerTests",
        needs: [
            "ControlPlaneTesting", "ControllerRuntime", "NodeAddressController", "NetworkAddress",
            "APIMachinery", "JSON",
        ]),
    Suite(
        name: "GarbageCollectorTests",
        needs: [
            "GarbageCollector", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery", "JSON",
        ]),
    Suite(
        name: "NamespaceControllerTests",
        needs: [
            "NamespaceController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "ServiceAccountControllerTests",
        needs: [
            "ServiceAccountController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "JobControllerTests",
        needs: [
            "JobController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery", "JSON",
        ]),
    Suite(
        name: "CronJobControllerTests",
        needs: [
            "CronJobController", "ControlPlaneTesting", "ControllerRuntime", "LinuxSystem",
            "APIMachinery", "JSON",
        ]),
    Suite(
        name: "DisruptionControllerTests",
        needs: [
            "DisruptionController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "PodGarbageCollectorTests",
        needs: [
            "PodGarbageCollector", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(
        name: "ClusterRoleAggregationControllerTests",
        needs: [
            "ClusterRoleAggregationController", "ControlPlaneTesting", "ControllerRuntime",
            "APIMachinery", "JSON",
        ]),
    Suite(name: "QuotaModelTests", needs: ["QuotaModel", "APIMachinery", "JSON"]),
    Suite(
        name: "ResourceQuotaControllerTests",
        needs: [
            "ResourceQuotaController", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "JSON",
        ]),
    Suite(name: "CNIProtocolTests", needs: ["CNIProtocol"]),
    Suite(name: "AddressManagementTests", needs: ["AddressManagement"]),
    Suite(
        name: "AddressManagementKernelTests",
        needs: [
            "AddressManagement", "PodNetworkTesting", "CNIProtocol", "LinuxSystem",
            "NetworkAddress", "JSON", "martlet-cni",
        ]),
    Suite(
        name: "PodRulesTests", needs: ["PodRules", "CNIProtocol", "NetworkAddress", "Nftables"]),
    Suite(
        name: "PodRulesKernelTests",
        needs: [
            "PodRules", "PodNetworkTesting", "CNIProtocol", "LinuxSystem", "NetworkAddress",
            "Nftables", "JSON", "martlet-cni",
        ], besides: ["peers.py"]),
    Suite(
        name: "PodNetworkTests",
        needs: [
            "PodNetwork", "PodRules", "CNIProtocol", "JSON", "NetworkAddress", "RouteNetlink",
        ]),
    Suite(
        name: "PodShapingTests",
        needs: ["PodShaping", "CNIProtocol", "RouteNetlink", "NetworkAddress"]),
    Suite(
        name: "PodShapingKernelTests",
        needs: [
            "PodNetworkTesting", "PodShaping", "CNIProtocol", "RouteNetlink", "LinuxSystem",
            "NetworkAddress", "JSON", "martlet-cni",
        ]),
    Suite(
        name: "PodNetworkKernelTests",
        needs: [
            "PodNetworkTesting", "PodNetwork", "CNIProtocol", "LinuxSystem", "NetworkAddress",
            "JSON", "martlet-cni",
        ]),
    Suite(
        name: "PodNetworkFaultTests",
        needs: ["PodNetworkTesting", "CNIProtocol", "LinuxSystem", "JSON", "martlet-cni"]),
    Suite(
        name: "PodNetworkCommandsTests",
        needs: [
            "PodNetworkCommands", "PodNetworkTesting", "PodRules", "CNIProtocol", "RouteNetlink",
            "LinuxSystem", "NetworkAddress", "JSON", "martlet-cni",
        ]),
    Suite(name: "ServiceModelTests", needs: ["ServiceModel", "YAML"]),
    Suite(
        name: "ServiceExplanationTests",
        needs: ["ServiceExplanation", "ServiceModel", "KubernetesAPI", "NetworkAddress"]),
    Suite(
        name: "NftablesDataplaneTests",
        needs: ["NftablesDataplane", "ServiceModel", "Nftables", "NetworkAddress"]),
    Suite(
        name: "FlowCleanupTests",
        needs: [
            "FlowCleanup", "ServiceModel", "KubernetesAPI", "Conntrack", "NetworkAddress",
            "LinuxSystem",
        ]),
    Suite(
        name: "FlowCleanupKernelTests",
        needs: ["FlowCleanup", "ServiceModel", "Conntrack", "NetworkAddress", "LinuxSystem"]),
    Suite(
        name: "ProxySettingsTests",
        needs: ["ProxySettings", "ServiceModel", "LinuxSystem", "NetworkAddress", "JSON"]),
    Suite(
        name: "ProxyHealthTests",
        needs: [
            "ProxyHealth", "ServiceModel", "HTTPServer", "Metrics", "JSON", "NetworkAddress",
            "LinuxSystem",
        ]),
    Suite(
        name: "ProxyTakeoverKernelTests",
        needs: ["ProxyTakeover", "Nftables", "LinuxSystem"]),
    Suite(
        name: "ServiceProxyKernelTests",
        needs: [
            "ServiceProxy", "ServiceModel", "NftablesDataplane", "Nftables",
            "NetworkAddress", "LinuxSystem", "svcproxy",
        ]),
    Suite(
        name: "ServiceProxyDeploymentTests", needs: ["LinuxSystem", "svcproxy", "martlet"]),
    Suite(
        name: "ServiceProxyPacketTests",
        needs: [
            "ServiceProxyTesting", "ServiceProxy", "ServiceExplanation", "ServiceModel",
            "ProxySettings", "NftablesDataplane", "Nftables", "KubernetesAPI", "KubernetesClient",
            "KubernetesFiles", "NetworkAddress", "LinuxSystem", "svcproxy",
        ]),
    Suite(
        name: "ServiceProxyLoadTests",
        needs: ["ServiceProxyTesting", "NetworkAddress", "LinuxSystem", "svcproxy", "martlet"]),
    Suite(name: "DNSMessageTests", needs: ["DNSMessage"], hasVectors: true),
    Suite(name: "ClusterZoneTests", needs: ["ClusterZone", "DNSMessage", "YAML"]),
    Suite(
        name: "DNSServerTests",
        needs: [
            "DNSServer", "ClusterZone", "DNSMessage", "KubernetesAPI", "KubernetesClient",
            "LinuxSystem", "NetworkAddress", "clusterdns",
        ]),
    Suite(name: "NetLabTests", needs: ["NetLab", "YAML", "JSON", "NetworkAddress"]),
    Suite(
        name: "NetLabKernelTests",
        needs: ["NetLab", "LinuxSystem", "netlab", "svcproxy", "clusterdns", "martlet-cni"]),
    Suite(name: "ObjectStoreTests", needs: ["ObjectStoreTesting", "ObjectStore"]),
    Suite(
        name: "SQLiteStoreTests",
        needs: ["SQLiteStore", "ObjectStoreTesting", "ObjectStore", "LinuxSystem"]),
    Suite(
        name: "WorkloadResourcesTests",
        needs: ["WorkloadResources", "ResourceModel", "ResourceSchema", "APIMachinery", "JSON"]),
    Suite(
        name: "CoreResourcesTests",
        needs: [
            "CoreResources", "ResourceModel", "ResourceSchema", "APIMachinery", "NetworkAddress",
            "JSON",
        ]),
    Suite(
        name: "SQLiteStoreFaultTests",
        needs: ["SQLiteStore", "ObjectStore", "LinuxSystem", "bench-store"]),
    Suite(
        name: "APIDiscoveryTests",
        needs: ["APIDiscovery", "ResourceModel", "ResourceSchema", "APIMachinery", "JSON"]),
    Suite(
        name: "WatchCacheTests", needs: ["WatchCache", "ObjectStore", "APIMachinery", "JSON"]),
    Suite(
        name: "ClusterResourcesTests",
        needs: ["ClusterResources", "ResourceModel", "APIMachinery", "JSON"]),
    Suite(name: "AccessControlTests", needs: ["AccessControl", "APIMachinery", "JSON"]),
    Suite(
        name: "ClusterIdentityTests",
        needs: [
            "ClusterIdentity", "AccessControl", "APIMachinery", "NetworkAddress", "LinuxSystem",
            "JSON",
        ]),
    Suite(
        name: "KubernetesProtobufTests", needs: ["KubernetesProtobuf", "JSON"], hasVectors: true),
    Suite(
        name: "APIServerTests",
        needs: [
            "APIServer", "APIMachinery", "ObjectStore", "HTTPServer", "NetworkAddress", "JSON",
        ]),
    Suite(name: "APIServerKubectlTests", needs: ["martlet"]),
    Suite(
        name: "CRIRuntimeTests",
        needs: ["CRIRuntime", "CRIProtocol", "ContainerRuntime", "NetworkAddress"]),
    Suite(
        name: "NodeRoutesTests", needs: ["NodeRoutes", "RouteNetlink", "NetworkAddress"]),
    Suite(name: "ContainerShimTests", needs: ["ContainerShim", "JSON"]),
    Suite(
        name: "ProcessRuntimeTests", needs: ["ProcessRuntime", "ContainerRuntime", "LinuxSystem"]),
    Suite(
        name: "NodeRoutesKernelTests",
        needs: ["NodeRoutes", "RouteNetlink", "NetworkAddress", "LinuxSystem"]),
    Suite(
        name: "RouteKeeperKernelTests",
        needs: [
            "NodeAgent", "NodeRoutes", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "RouteNetlink", "NetworkAddress", "LinuxSystem", "JSON",
        ]),
    Suite(
        name: "PodStreamsKubectlTests",
        needs: [
            "PodStreams", "ContainerRuntime", "APIServer", "AccessControl", "ClusterIdentity",
            "ObjectStore", "HTTPServer", "APIMachinery", "NetworkAddress", "JSON",
        ]),
    Suite(
        name: "ProcessRuntimeKernelTests",
        needs: [
            "ProcessRuntime", "ContainerRuntime", "ContainerShim", "LinuxSystem", "martlet-shim",
            "martlet-cni",
        ]),
    Suite(
        name: "CRIRuntimeKernelTests",
        needs: [
            "CRIRuntime", "ContainerRuntime", "ContainerdTesting", "LinuxSystem", "NetworkAddress",
            "martlet-cni", "martlet", "svcproxy", "clusterdns", "netlab",
        ], besides: ["registry.py", "dns.yaml"]),
    Suite(
        name: "PodNetworkRuntimeTests",
        needs: [
            "ContainerdTesting", "PodNetworkTesting", "CNIProtocol", "CRIRuntime",
            "ContainerRuntime", "LinuxSystem", "NetworkAddress", "JSON", "martlet-cni",
        ], besides: ["client.py", "podman.sh", "server.py"]),
    Suite(
        name: "PodLifecycleTests",
        needs: ["PodLifecycle", "ContainerRuntime", "APIMachinery", "YAML", "JSON"]),
    Suite(
        name: "PodVolumesTests",
        needs: [
            "PodVolumes", "PodLifecycle", "ControlPlaneTesting", "ControllerRuntime",
            "APIMachinery", "LinuxSystem", "YAML", "JSON",
        ]),
    Suite(
        name: "NodeAgentTests",
        needs: [
            "NodeAgent", "ContainerRuntimeTesting", "ContainerRuntime", "ControlPlaneTesting",
            "ControllerRuntime", "APIMachinery", "LinuxSystem", "NetworkAddress", "JSON",
        ]),
    Suite(
        name: "SchedulingModelTests",
        needs: ["SchedulingModel", "APIMachinery", "JSON", "YAML"]),
    Suite(
        name: "SchedulingPluginsTests",
        needs: ["SchedulingPlugins", "SchedulingModel", "APIMachinery", "JSON", "YAML"]),
    Suite(
        name: "SchedulerTests",
        needs: [
            "Scheduler", "SchedulingPlugins", "SchedulingModel", "ControlPlaneTesting",
            "ControllerRuntime", "APIMachinery", "JSON",
        ]),
    Suite(name: "HouseTests", needs: ["JSON", "YAML", "LinuxSystem"]),
]

/// Dependencies by product package; only those that a chosen room uses are resolved.
let packages: [String: Package.Dependency] = [
    "Yams": .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    "swift-argument-parser": .package(
        url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    "swift-log": .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    "swift-nio": .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    "swift-nio-http2": .package(
        url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    "swift-nio-ssl": .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    "async-http-client": .package(
        url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    "GRDB.swift": .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    "swift-certificates": .package(
        url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    "swift-crypto": .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    "grpc-swift-2": .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    "grpc-swift-nio-transport": .package(
        url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    "swift-protobuf": .package(
        url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
]

/// Programs that measure; never part of a test run. One folder an area below `Benchmarks/`.
let benchmarks: [Command] = [
    Command(
        name: "bench-service-proxy",
        needs: [
            "ServiceProxy", "ProxySettings", "ServiceProxyTesting", "NftablesDataplane", "Nftables",
            "KubernetesAPI", "KubernetesClient", "NetworkAddress", "LinuxSystem", "JSON",
            "FlowCleanup", "Conntrack", "ServiceModel",
        ], products: []),
    Command(
        name: "bench-control-plane", needs: ["LinuxSystem", "NetworkAddress"], products: []),
    Command(
        name: "bench-scheduler",
        needs: [
            "Scheduler", "SchedulingPlugins", "SchedulingModel", "LocalCluster", "APIServer",
            "SQLiteStore", "ObjectStore", "ControllerRuntime", "APIMachinery", "NetworkAddress",
            "LinuxSystem", "JSON",
        ], products: [.logging]),
    Command(
        name: "bench-cluster",
        needs: ["KubernetesClient", "Nftables", "LinuxSystem", "JSON"], products: []),
    Command(
        name: "bench-store", needs: ["SQLiteStore", "ObjectStore", "LinuxSystem"], products: []),
    Command(
        name: "bench-node-routes",
        needs: [
            "NodeAgent", "NodeRoutes", "ControlPlaneTesting", "ControllerRuntime", "APIMachinery",
            "RouteNetlink", "NetworkAddress", "LinuxSystem", "JSON",
        ], products: []),
    Command(
        name: "bench-pod-network",
        needs: [
            "PodNetwork", "PodRules", "AddressManagement", "CNIProtocol", "NodeRoutes",
            "RouteNetlink", "NetworkAddress", "LinuxSystem", "JSON",
        ], products: []),
    Command(
        name: "bench-dns",
        needs: [
            "DNSServer", "ClusterZone", "DNSMessage", "KubernetesAPI", "KubernetesClient",
            "LinuxSystem", "NetworkAddress",
        ], products: []),
]

// ROOMS=Nftables,svcproxy builds these, what they need, and the suites that need nothing more.
let programs = commands + benchmarks
let needs = Dictionary(
    uniqueKeysWithValues: rooms.map { ($0.name, $0.needs) } + programs.map { ($0.name, $0.needs) })
let known = rooms.map(\.name) + programs.map(\.name)
var waiting =
    Context.environment["ROOMS"].map { $0.split(separator: ",").map(String.init) } ?? known
var chosen: Set<String> = []
while let name = waiting.popLast() {
    if chosen.insert(name).inserted { waiting += needs[name] ?? [] }
}

func dependencies(_ names: [String], _ products: [Target.Dependency]) -> [Target.Dependency] {
    names.map { .byName(name: $0) } + products
}

let safety: [SwiftSetting] = [
    .strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error),
]

/// The Swift runtime and libstdc++ go into the program; a node needs glibc.
func staticRuntime(withFoundation: Bool) -> [LinkerSetting] {
    let foundation = [
        "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections", "-lCoreFoundation",
        "-lswiftSynchronization",
    ]
    return [
        .unsafeFlags(
            ["-static-stdlib", "-use-ld=lld"] + (withFoundation ? foundation : [])
                + [
                    "-Xclang-linker", "-static-libgcc",
                    "-L", Context.packageDirectory + "/Sources/Commands/link",
                ])
    ]
}

var targets: [Target] = [
    .target(name: "CLinux", path: "Sources/Kernel/CLinux"),
    .systemLibrary(
        name: "CZlib", path: "Sources/Serving/CZlib", pkgConfig: "zlib",
        providers: [.apt(["zlib1g-dev"])]),
].filter { chosen.contains($0.name) }

targets += rooms.filter { chosen.contains($0.name) }.map { room in
    .target(
        name: room.name, dependencies: dependencies(room.needs, room.products),
        path: "Sources/\(room.wing)/\(room.name)", exclude: room.besides,
        swiftSettings: room.isGround ? [] : safety)
}
targets += commands.filter { chosen.contains($0.name) }.map { command in
    .executableTarget(
        name: command.name, dependencies: dependencies(command.needs, command.products),
        path: "Sources/Commands/\(command.name)", swiftSettings: safety,
        linkerSettings: command.isStatic
            ? [.unsafeFlags(["-static-executable", "-use-ld=lld", "-Xlinker", "--gc-sections"])]
            : staticRuntime(withFoundation: command.usesFoundation))
}
targets += benchmarks.filter { chosen.contains($0.name) }.map { benchmark in
    .executableTarget(
        name: benchmark.name, dependencies: dependencies(benchmark.needs, benchmark.products),
        path: "Benchmarks/\(benchmark.name)",
        linkerSettings: staticRuntime(withFoundation: benchmark.usesFoundation))
}
// A suite that runs a program does not link it: the program's own settings would be the suite's.
let programNames = Set(programs.map(\.name))
// SUITES=NodeAgentTests builds only these of them.
let chosenSuites = Context.environment["SUITES"]?.split(separator: ",").map(String.init)
targets += suites.filter { suite in
    suite.needs.allSatisfy(chosen.contains) && chosenSuites?.contains(suite.name) ?? true
}.map { suite in
    .testTarget(
        name: suite.name,
        dependencies: dependencies(suite.needs.filter { !programNames.contains($0) }, []),
        exclude: suite.besides + (suite.hasVectors ? ["Vectors"] : []))
}

/// The packages that the chosen rooms and commands take products from.
func packageNames(_ dependency: Target.Dependency) -> String? {
    if case .productItem(_, let package, _, _) = dependency { return package }
    return nil
}
let used = Set(
    rooms.filter { chosen.contains($0.name) }.flatMap(\.products).compactMap(packageNames)
        + commands.filter { chosen.contains($0.name) }.flatMap(\.products).compactMap(packageNames))

let package = Package(
    name: "martlet",
    dependencies: packages.filter { used.contains($0.key) }.map(\.value),
    targets: targets,
    swiftLanguageModes: [.v6]
)
