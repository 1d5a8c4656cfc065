extension SchemaText {
    /// `core.v1`: Services and Endpoints.
    static let coreServices = SchemaText(
        "core.v1",
        """
        Service: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= ServiceSpec; status= ServiceStatus
        ServiceSpec: ports [ServicePort] merge(port) map(port,protocol);
            selector {string} atomic; clusterIP string; clusterIPs [string] atomic;
            type string; externalIPs [string] atomic; sessionAffinity string;
            loadBalancerIP string; loadBalancerSourceRanges [string] atomic;
            externalName string; externalTrafficPolicy string; healthCheckNodePort int32;
            publishNotReadyAddresses bool; sessionAffinityConfig? SessionAffinityConfig;
            ipFamilies [string] atomic; ipFamilyPolicy? string;
            allocateLoadBalancerNodePorts? bool; loadBalancerClass? string;
            internalTrafficPolicy? string; trafficDistribution? string
        ServicePort: name string; protocol string; appProtocol? string; port*= int32;
            targetPort= intOrString; nodePort int32
        SessionAffinityConfig: clientIP? ClientIPConfig
        ClientIPConfig: timeoutSeconds? int32
        ServiceStatus: loadBalancer= LoadBalancerStatus;
            conditions [meta.v1.Condition] merge(type) map(type)
        LoadBalancerStatus: ingress [LoadBalancerIngress] atomic
        LoadBalancerIngress: ip string; hostname string; ipMode? string;
            ports [PortStatus] atomic
        PortStatus: port*= int32; protocol*= string; error? string
        Endpoints: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            subsets [EndpointSubset] atomic
        EndpointSubset: addresses [EndpointAddress] atomic;
            notReadyAddresses [EndpointAddress] atomic; ports [EndpointPort] atomic
        EndpointAddress: ip*= string; hostname string; nodeName? string;
            targetRef? ObjectReference atomic
        EndpointPort: name string; port*= int32; protocol string; appProtocol? string
        """)
}
