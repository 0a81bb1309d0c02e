import ImagePullCredentials

/// A key, an image, and the rule of each client in the order of `RegistryClient.allCases`.
struct KeyUseRow: Sendable, CustomStringConvertible {
  let key: String
  let image: String
  let rules: [KeyUse.Rule]

  var description: String { "\(key) for \(image)" }

  private init(
    _ key: String, _ image: String, _ kubelet: KeyUse.Rule, docker: KeyUse.Rule,
    containersImage: KeyUse.Rule, crane: KeyUse.Rule, k8schain: KeyUse.Rule, oras: KeyUse.Rule
  ) {
    self.key = key
    self.image = image
    rules = [kubelet, docker, containersImage, crane, k8schain, oras]
  }

  /// A row in which all clients but the kubelet and its like agree.
  private init(_ key: String, _ image: String, _ kubelets: KeyUse.Rule, others: KeyUse.Rule) {
    self.init(
      key, image, kubelets, docker: others, containersImage: others, crane: others,
      k8schain: kubelets, oras: others)
  }

  static let all: [KeyUseRow] = quay + dockerHub + localhost

  private static let quay = [
    KeyUseRow("quay.io", "quay.io/team/app", .pattern, others: .registry),
    KeyUseRow("https://quay.io", "quay.io/team/app", .pattern, others: .host),
    KeyUseRow("https://quay.io/v1/", "quay.io/team/app", .pattern, others: .host),
    KeyUseRow(
      "https://me@quay.io", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .pattern, oras: .otherPath),
    KeyUseRow(
      "quay.io/", "quay.io/team/app", .pattern, docker: .host, containersImage: .otherPath,
      crane: .host, k8schain: .pattern, oras: .host),
    KeyUseRow(
      "quay.io/team", "quay.io/team/app", .pattern, docker: .host, containersImage: .namespace,
      crane: .host, k8schain: .pattern, oras: .host),
    KeyUseRow(
      "quay.io/team/app", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .repository, crane: .repository, k8schain: .pattern, oras: .host),
    KeyUseRow(
      "quay.io/te", "quay.io/team/app", .pattern, docker: .host, containersImage: .otherPath,
      crane: .host, k8schain: .pattern, oras: .host),
    KeyUseRow(
      "quay.io/other", "quay.io/team/app", .otherPath, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherPath, oras: .host),
    KeyUseRow(
      "https://quay.io/other", "quay.io/team/app", .otherPath, docker: .host,
      containersImage: .host, crane: .host, k8schain: .otherPath, oras: .host),
    KeyUseRow("*.io", "quay.io/team/app", .pattern, others: .noWildcards),
    KeyUseRow(
      "oci://quay.io", "quay.io/team/app", .otherRegistry, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherRegistry, oras: .otherPath),
    KeyUseRow(
      "HTTPS://quay.io", "quay.io/team/app", .otherRegistry, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherRegistry, oras: .otherPath),
    KeyUseRow(
      "http://https://quay.io", "quay.io/team/app", .otherRegistry, docker: .otherRegistry,
      containersImage: .host, crane: .otherRegistry, k8schain: .otherRegistry, oras: .host),
    KeyUseRow(
      "https://u:p@quay.io", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .pattern, oras: .otherPath),
    KeyUseRow(
      "HTTPS://u:p@quay.io/x", "quay.io/team/app", .otherRegistry, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherRegistry, oras: .otherPath),
    KeyUseRow(
      "https://quay.io?x", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .pattern, oras: .otherPath),
    KeyUseRow(
      "https://quay.io#x/y", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .pattern, oras: .otherPath),
    KeyUseRow(
      "https://quay.io:/", "quay.io/team/app", .pattern, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .pattern, oras: .otherPath),
    // Go's URL parser refuses it, so Docker takes what is before the first slash: "https:".
    KeyUseRow(
      "https://quay.io/%zz", "quay.io/team/app", .notAURL, docker: .otherRegistry,
      containersImage: .host, crane: .otherRegistry, k8schain: .notAURL, oras: .host),
    KeyUseRow(
      "quay.io/a://b", "quay.io/team/app", .otherPath, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherPath, oras: .host),
    // An authority without a scheme, which Docker looks for because of the "://" behind it.
    KeyUseRow(
      "//quay.io/a://b", "quay.io/team/app", .otherRegistry, docker: .host,
      containersImage: .otherPath, crane: .host, k8schain: .otherRegistry, oras: .otherPath),
    KeyUseRow("//quay.io/a", "quay.io/team/app", .otherRegistry, others: .otherRegistry),
    KeyUseRow("quay.io:443", "quay.io/team/app", .otherRegistry, others: .otherRegistry),
    KeyUseRow("QUAY.IO", "quay.io/team/app", .otherRegistry, others: .otherRegistry),
    KeyUseRow("qu ay.io", "quay.io/team/app", .notAURL, others: .otherRegistry),
    KeyUseRow("", "quay.io/team/app", .otherRegistry, others: .otherRegistry),
  ]

  private static let dockerHub = [
    KeyUseRow(
      "https://index.docker.io/v1/", "nginx", .dockerHubFallback, docker: .dockerHub,
      containersImage: .dockerHubAlias, crane: .dockerHub, k8schain: .pattern, oras: .dockerHub),
    KeyUseRow(
      "docker.io", "nginx", .pattern, docker: .dockerHubKeyOnly, containersImage: .registry,
      crane: .dockerHubKeyOnly, k8schain: .otherDockerHubName, oras: .dockerHubKeyOnly),
    KeyUseRow(
      "index.docker.io", "nginx", .dockerHubFallback, docker: .dockerHubKeyOnly,
      containersImage: .dockerHubAlias, crane: .dockerHubKeyOnly, k8schain: .pattern,
      oras: .dockerHubKeyOnly),
    KeyUseRow(
      "registry-1.docker.io", "nginx", .otherRegistry, docker: .dockerHubKeyOnly,
      containersImage: .dockerHubAlias, crane: .dockerHubKeyOnly, k8schain: .otherRegistry,
      oras: .dockerHubKeyOnly),
    KeyUseRow(
      "https://index.docker.io/v1", "nginx", .otherRegistry, docker: .dockerHubKeyOnly,
      containersImage: .dockerHubAlias, crane: .dockerHubKeyOnly, k8schain: .otherPath,
      oras: .dockerHubKeyOnly),
    KeyUseRow(
      "docker.io/library", "nginx", .pattern, docker: .dockerHubKeyOnly,
      containersImage: .namespace, crane: .dockerHubKeyOnly, k8schain: .otherDockerHubName,
      oras: .dockerHubKeyOnly),
    KeyUseRow(
      "index.docker.io/library/nginx", "nginx", .otherRegistry, docker: .dockerHubKeyOnly,
      containersImage: .otherRegistry, crane: .repository, k8schain: .pattern,
      oras: .dockerHubKeyOnly),
    KeyUseRow(
      "hub.docker.com", "nginx", .otherRegistry, docker: .dockerHubKeyOnly,
      containersImage: .otherRegistry, crane: .dockerHubKeyOnly, k8schain: .otherRegistry,
      oras: .dockerHubKeyOnly),
  ]

  private static let localhost = [
    KeyUseRow("localhost:5000", "localhost:5000/app", .pattern, others: .registry),
    KeyUseRow("http://localhost:5000/", "localhost:5000/app", .pattern, others: .host),
    KeyUseRow(
      "https://localhost:5000/x", "localhost:5000/app", .otherPath, docker: .host,
      containersImage: .host, crane: .host, k8schain: .otherPath, oras: .host),
    KeyUseRow("localhost", "localhost:5000/app", .otherRegistry, others: .otherRegistry),
    KeyUseRow("localhost:5001", "localhost:5000/app", .otherRegistry, others: .otherRegistry),
    KeyUseRow(
      "http://[::1]:5000", "[::1]:5000/app", .pattern, others: .host),
  ]
}
