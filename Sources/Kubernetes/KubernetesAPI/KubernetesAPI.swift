// The room KubernetesAPI.
