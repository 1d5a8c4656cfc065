import APIMachinery
import JSON

extension BootstrapPolicy {
    /// Bindings of cluster roles.
    public static let clusterBindings: [APIObject] =
        [
            binding("cluster-admin", to: [group("system:masters")]),
            binding("system:monitoring", to: [group("system:monitoring")]),
            binding("system:discovery", to: [group(UserInfo.Group.authenticated)]),
            binding("system:basic-user", to: [group(UserInfo.Group.authenticated)]),
            binding(
                "system:public-info-viewer",
                to: [
                    group(UserInfo.Group.authenticated), group(UserInfo.Group.unauthenticated),
                ]),
            binding("system:well-known-discovery", to: [group(UserInfo.Group.authenticated)]),
            binding("system:node-proxier", to: [user("system:kube-proxy")]),
            binding("system:kube-controller-manager", to: [user("system:kube-controller-manager")]),
            binding("system:kube-dns", to: [account("kube-dns")]),
            binding("system:kube-scheduler", to: [user("system:kube-scheduler")]),
            binding("system:volume-scheduler", to: [user("system:kube-scheduler")]),
            // Nodes are the Node authorizer's; the role stays for what reads it.
            binding("system:node", to: []),
            binding(
                "system:service-account-issuer-discovery",
                to: [group(UserInfo.Group.serviceAccounts)]),
        ]
        + RoleTable(controllerRoleTable).roles.map { role in
            let name = String(role.name.dropFirst("system:controller:".count))
            return binding(role.name, to: [account(name)])
        }

    /// Roles of `kube-system` and `kube-public`.
    static let namespacedRoles: [APIObject] =
        roles(
            in: "kube-system",
            """
            extension-apiserver-authentication-reader
              read core configmaps =extension-apiserver-authentication
            system::leader-locking-kube-controller-manager
              create,read,update coordination.k8s.io leases
              create,read,update coordination.k8s.io leasecandidates
            system::leader-locking-kube-scheduler
              create,read,update coordination.k8s.io leases
              create,read,update coordination.k8s.io leasecandidates
            system:controller:bootstrap-signer
              read core secrets
            system:controller:cloud-provider
              create,read core configmaps
            system:controller:token-cleaner
              delete,read core secrets
              create,patch,update core,events.k8s.io events
            """)
        + roles(
            in: "kube-public",
            """
            system:controller:bootstrap-signer
              read core configmaps
              update core configmaps =cluster-info
              create,patch,update core,events.k8s.io events
            """)

    /// Their bindings.
    static let namespacedBindings: [APIObject] = [
        binding(
            "system::extension-apiserver-authentication-reader", in: "kube-system",
            role: "extension-apiserver-authentication-reader",
            to: [user("system:kube-controller-manager"), user("system:kube-scheduler")]),
        binding(
            "system::leader-locking-kube-controller-manager", in: "kube-system",
            to: [
                user("system:kube-controller-manager"), account("kube-controller-manager"),
                account("leader-election-controller"),
            ]),
        binding(
            "system::leader-locking-kube-scheduler", in: "kube-system",
            to: [user("system:kube-scheduler"), account("kube-scheduler")]),
        binding(
            "system:controller:bootstrap-signer", in: "kube-system",
            to: [account("bootstrap-signer")]),
        binding(
            "system:controller:cloud-provider", in: "kube-system", to: [account("cloud-provider")]),
        binding(
            "system:controller:token-cleaner", in: "kube-system", to: [account("token-cleaner")]),
        binding(
            "system:controller:bootstrap-signer", in: "kube-public",
            to: [account("bootstrap-signer")]),
    ]

    private static func roles(in namespace: String, _ table: String) -> [APIObject] {
        RoleTable(table).roles.map { entry in
            var role = object("Role", name: entry.name, namespace: namespace)
            role.json["rules"] = .array(entry.rules.map(\.json))
            return role
        }
    }

    private static func binding(
        _ name: String, in namespace: String = "", role: String? = nil, to subjects: [JSON]
    ) -> APIObject {
        let isLocal = !namespace.isEmpty
        var binding = object(
            isLocal ? "RoleBinding" : "ClusterRoleBinding", name: name, namespace: namespace)
        if !subjects.isEmpty { binding.json["subjects"] = .array(subjects) }
        binding.json["roleRef"] = [
            "apiGroup": .string(group), "kind": isLocal ? "Role" : "ClusterRole",
            "name": .string(role ?? name),
        ]
        return binding
    }

    private static func user(_ name: String) -> JSON {
        ["kind": "User", "apiGroup": .string(group), "name": .string(name)]
    }

    private static func group(_ name: String) -> JSON {
        ["kind": "Group", "apiGroup": .string(group), "name": .string(name)]
    }

    private static func account(_ name: String) -> JSON {
        ["kind": "ServiceAccount", "name": .string(name), "namespace": "kube-system"]
    }
}
