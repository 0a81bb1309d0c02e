/// Manifests of repositories.
extension RepositoryTests {
  static func workload(
    namespace: String? = "shop", secrets: [String] = [], image: String = "ghcr.io/acme/web:1",
    account: String? = nil
  ) -> String {
    let list =
      secrets.isEmpty
      ? "" : "      imagePullSecrets:\n" + secrets.map { "      - name: \($0)\n" }.joined()
    return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, \(namespace.map { "namespace: \($0)" } ?? "labels: {}")}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
      \(list)      serviceAccountName: \(account ?? "default")
            containers:
            - name: app
              image: "\(image)"

      """
  }

  static func secret(
    _ name: String = "regcred", namespace: String? = "shop", registry: String = "ghcr.io"
  ) -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata: {name: \(name), \(namespace.map { "namespace: \($0)" } ?? "labels: {}")}
    type: kubernetes.io/dockerconfigjson
    stringData: {.dockerconfigjson: '{"auths":{"\(registry)":{"auth":"dTpw"}}}'}

    """
  }

  static func account(_ name: String, secrets: [String]) -> String {
    """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: \(name), namespace: shop}
    imagePullSecrets: [\(secrets.map { "{name: \($0)}" }.joined(separator: ", "))]

    """
  }

  static func sealed(
    namespace: String = "shop", type: String = "kubernetes.io/dockerconfigjson"
  ) -> String {
    """
    apiVersion: bitnami.com/v1alpha1
    kind: SealedSecret
    metadata: {name: regcred, namespace: \(namespace)}
    spec:
      encryptedData: {.dockerconfigjson: AgBy3i4OJSWK}
      template: {type: \(type), metadata: {name: regcred}}

    """
  }

  static func external(namespace: String = "shop", refresh: String = "1h") -> String {
    """
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: registry, namespace: \(namespace)}
    spec:
      refreshInterval: \(refresh)
      target: {name: regcred, template: {type: kubernetes.io/dockerconfigjson}}
      data: [{secretKey: .dockerconfigjson, remoteRef: {key: registry}}]

    """
  }
}
