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
    switch CloudRegistry(image) {
    case .ecr(let host):
      username = "--docker-username=AWS"
      password = .option(
        "--docker-password",
        outputOf: ShellCommand("aws", "ecr", "get-login-password", "--region", .name(host.region)))
    case .google:
      // An access token would last an hour; a service account's key lasts.
      username = "--docker-username=_json_key"
      password = #"--docker-password="$(cat "${GOOGLE_KEY_FILE:?}")""#
    case .azure, .openShift, .gitHub, .gitLab, .quay, .dockerHub, .other:
      username = #"--docker-username="${REGISTRY_USER:?}""#
      password = #"--docker-password="${REGISTRY_PASSWORD:?}""#
    }
  }

  /// The key to write for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }
}

/// The host of a private registry of Amazon ECR, `ACCOUNT.dkr.ecr.REGION.amazonaws.com`; in China .cn
/// follows, and `ecr` may be `ecr-fips`.
struct ECRHost {
  let account: String
  let region: String

  /// Nil for other hosts.
  init?(_ host: String) {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard (6...7).contains(labels.count), labels[1] == "dkr",
      labels[2] == "ecr" || labels[2] == "ecr-fips", labels[4] == "amazonaws",
      labels[5] == "com", labels.count == 6 || labels[6] == "cn",
      String(labels[3]).isObjectName
    else { return nil }
    account = String(labels[0])
    region = String(labels[3])
  }
}
