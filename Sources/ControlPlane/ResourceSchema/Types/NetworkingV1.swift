extension SchemaText {
    /// `networking.v1`: ingresses, policies, address ranges.
    static let networking = SchemaText(
        "networking.v1",
        """
        NetworkPolicy: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= NetworkPolicySpec
        NetworkPolicySpec: podSelector= meta.v1.LabelSelector atomic;
            ingress [NetworkPolicyIngressRule] atomic; egress [NetworkPolicyEgressRule] atomic;
            policyTypes [string] atomic
        NetworkPolicyIngressRule: ports [NetworkPolicyPort] atomic;
            from [NetworkPolicyPeer] atomic
        NetworkPolicyPort: protocol? string; port? intOrString; endPort? int32
        NetworkPolicyPeer: podSelector? meta.v1.LabelSelector atomic;
            namespaceSelector? meta.v1.LabelSelector atomic; ipBlock? IPBlock
        IPBlock: cidr*= string; except [string] atomic
        NetworkPolicyEgressRule: ports [NetworkPolicyPort] atomic;
            to [NetworkPolicyPeer] atomic
        Ingress: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= IngressSpec; status= IngressStatus
        IngressSpec: ingressClassName? string; defaultBackend? IngressBackend;
            tls [IngressTLS] atomic; rules [IngressRule] atomic
        IngressBackend: service? IngressServiceBackend;
            resource? core.v1.TypedLocalObjectReference atomic
        IngressServiceBackend: name*= string; port= ServiceBackendPort atomic
        ServiceBackendPort: name string; number int32
        IngressTLS: hosts [string] atomic; secretName string
        IngressRule: host string; http? HTTPIngressRuleValue
        HTTPIngressRuleValue: paths*= [HTTPIngressPath] atomic
        HTTPIngressPath: path string; pathType*?= string; backend*= IngressBackend
        IngressStatus: loadBalancer= IngressLoadBalancerStatus
        IngressLoadBalancerStatus: ingress [IngressLoadBalancerIngress] atomic
        IngressLoadBalancerIngress: ip string; hostname string;
            ports [IngressPortStatus] atomic
        IngressPortStatus: port*= int32; protocol*= string; error? string
        IngressClass: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= IngressClassSpec
        IngressClassSpec: controller string; parameters? IngressClassParametersReference
        IngressClassParametersReference: apiGroup? string; kind*= string; name*= string;
            scope?= string; namespace? string
        IPAddress: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= IPAddressSpec
        IPAddressSpec: parentRef*? ParentReference
        ParentReference: group string; resource* string; namespace string; name* string
        ServiceCIDR: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= ServiceCIDRSpec; status= ServiceCIDRStatus
        ServiceCIDRSpec: cidrs [string] atomic
        ServiceCIDRStatus: conditions [meta.v1.Condition] merge(type) map(type)
        """)
}
