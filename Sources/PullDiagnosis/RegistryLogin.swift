import ImagePullCredentials

/// How a user and a password for a registry get into a command without being written there.
struct RegistryLogin {
  /// The registry, as a key names it.
  let server: String
  /// The options that name the user and the password.
  let username: ShellCommand.Word
  let password: ShellCommand.Word?

  /// What logs in to the registry of `image`: the cloud's own login where there is one, or else
  /// variables, without which the shell stops.
  init(for image: ImageReference) {
    server = Self.server(for: image)
    switch CloudRegistry(image.registry) {
    case .ecr(_, let region):
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr", "get-login-password", "--region", .name(region)))
    case .google:
      // An access token would last an hour; a service account's key lasts.
      username = "--docker-username=_json_key"
      password = #"--docker-password="$(cat "${GOOGLE_KEY_FILE:?}")""#
    case .azure, nil:
      username = #"--docker-username="${REGISTRY_USER:?}""#
      password = #"--docker-password="${REGISTRY_PASSWORD:?}""#
    }
  }

  /// The key to write for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }
}

/// A registry of a cloud, whose nodes can have the right to pull without a Secret.
enum CloudRegistry: Equatable {
  /// Amazon ECR: `ACCOUNT.dkr.ecr.REGION.amazonaws.com`; in China .cn follows, and `ecr` may be
  /// `ecr-fips`.
  case ecr(account: String, region: String)
  /// Google's Artifact Registry, `REGION-docker.pkg.dev`, and Container Registry, `gcr.io`.
  case google
  /// Azure's Container Registry.
  case azure

  /// Nil for other hosts.
  init?(_ host: String) {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if (6...7).contains(labels.count), labels[1] == "dkr",
      labels[2] == "ecr" || labels[2] == "ecr-fips",
      labels[4] == "amazonaws", labels[5] == "com", labels.count == 6 || labels[6] == "cn",
      String(labels[3]).isObjectName
    {
      self = .ecr(account: String(labels[0]), region: String(labels[3]))
    } else if host.hasSuffix("-docker.pkg.dev") || host == "gcr.io" || host.hasSuffix(".gcr.io") {
      self = .google
    } else if host.hasSuffix(".azurecr.io") {
      self = .azure
    } else {
      return nil
    }
  }

  var isECR: Bool { if case .ecr = self { true } else { false } }

  /// How a node gets to pull without a Secret, as the rest of a sentence.
  var nodeAccess: SafeText {
    switch self {
    case .ecr:
      """
        give the node's role the right to pull (AmazonEC2ContainerRegistryReadOnly) and \
        configure the ecr-credential-provider
        """
    case .google:
      "give the node's service account the role roles/artifactregistry.reader"
    case .azure:
      "give the kubelet's identity the role AcrPull (az aks update --attach-acr)"
    }
  }
}
