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
        needs: [
            "CNIProtocol", "LinuxSystem", "Netlink", "NetworkAddress", "Nftables",
        ]),
    Room(
        name: "PodShaping", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink"]),
    Room(
        name: "PodNetwork", wing: "PodNetwork",
        needs: [
            "AddressManagement", "PodRules", "PodShaping", "CNIProtocol", "Conntrack",
            "LinuxSystem", "Netlink", "NetworkAddress", "Nftables", "RouteNetlink", "JSON",
        ]),
    Room(
        name: "NodeRoutes", wing: "PodNetwork",
        needs: ["LinuxSystem", "Netlink", "NetworkAddress", "RouteNetlink"]),
    Room(
        name: "PodNetworkCommands", wing: "PodNetwork",
        needs: [
            "PodNetwork", "PodRules", "PodShaping", "AddressManagement", "NodeRoutes",
            "CNIProtocol", "LinuxSystem", "Netlink", "NetworkAddress", "Nftables", "RouteNetlink",
            "JSON",
        ]),
    Room(
        name: "PodNetworkTesting", wing: "PodNetwork",
        needs: ["CNIProtocol", "LinuxSystem", "NetworkAddress", "JSON"]),

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
        ]),
    Suite(
        name: "PodRulesTests", needs: ["PodRules", "CNIProtocol", "NetworkAddress", "Nftables"]),
    Suite(
        name: "PodRulesKernelTests",
        needs: [
            "PodRules", "PodNetworkTesting", "CNIProtocol", "LinuxSystem", "NetworkAddress",
            "Nftables", "JSON", "martlet-cni",
