import ImagePullCredentials
import KubernetesPulls

/// Who runs a registry, as far as its host tells, and so who decides who may pull from it.
enum CloudRegistry {
  /// Amazon ECR.
  case ecr(ECRHost)
  /// Google's Artifact Registry, or what is left of Container Registry.
  case google
  /// Azure's; the registry's name.
  case azure(String)
  /// The internal registry of OpenShift.
  case openShift
  case gitHub
  case gitLab
  case quay
  case dockerHub
  /// Somebody's own.
  case other

  init(_ image: ImageReference) {
    let host = image.registry
    if let ecr = ECRHost(host) {
      self = .ecr(ecr)
    } else if host.hasSuffix("-docker.pkg.dev") || host.utf8.elementsEqual("gcr.io".utf8)
      || host.hasSuffix(".gcr.io")
    {
      self = .google
    } else if host.hasSuffix(".azurecr.io") {
      self = .azure(String(host.prefix { $0 != "." }))
    } else if host.hasPrefix("image-registry.openshift-image-registry.svc") {
      self = .openShift
    } else if host.utf8.elementsEqual("ghcr.io".utf8) {
      self = .gitHub
    } else if host.hasPrefix("registry.gitlab.") {
      self = .gitLab
    } else if host.utf8.elementsEqual("quay.io".utf8) {
      self = .quay
    } else {
      self = image.isDockerHub ? .dockerHub : .other
    }
  }

  /// What lets the nodes of a cloud pull from its own registry; nil for other registries.
  var nodeAdviceWithoutSecret: SafeText? {
    switch self {
    case .ecr(let ecr):
      """
      let the nodes' IAM role pull (AmazonEC2ContainerRegistryReadOnly; a policy of the \
      repository, if it is in another account than \(word: ecr.account)), by the kubelet's \
      ecr-credential-provider.
      """
    case .google:
      "give the nodes' service account the role roles/artifactregistry.reader on the repository."
    case .azure(let name):
      """
      give the kubelet's identity the role AcrPull on \(word: name) (az aks update \
      --attach-acr).
      """
    case .openShift, .gitHub, .gitLab, .quay, .dockerHub, .other: nil
    }
  }

  /// What lets the nodes pull with an identity of their own.
  func nodeAdvice(repository: SafeText) -> SafeText {
    switch self {
    case .ecr(let ecr):
      """
      Let the nodes' IAM role pull: AmazonEC2ContainerRegistryReadOnly, and a policy of the \
      repository if it is in another account than \(word: ecr.account); restart the kubelet if a \
      cached token has expired.
      """
    case .google:
      "Give the nodes' service account the role roles/artifactregistry.reader on the repository."
    case .azure(let name):
      """
      Give the kubelet's identity the role AcrPull on \(word: name) (az aks update \
      --attach-acr).
      """
    default:
      """
      See which credentials the node has for it (config.json of the kubelet, its credential \
      provider, the runtime's settings), and give that user access to \(repository).
      """
    }
  }

  /// What lets a user pull whose credentials were refused. `isPasswordWrong` is nil where the registry
  /// does not say which.
  func pullAdvice(
    user: SafeText, repository: SafeText, isPasswordWrong: Bool?
  ) -> SafeText {
    switch self {
    case .ecr(let ecr):
      return """
        The token is no older than it may be: let its IAM identity pull \(repository) \
        (ecr:BatchGetImage, ecr:GetDownloadUrlForLayer), by its own policy and, from another \
        account than \(word: ecr.account), by the repository's policy.
        """
    case .google:
      return
        """
        Give the service account the role roles/artifactregistry.reader on \(repository), and \
        see that its key is not revoked.
        """
    case .azure(let name):
      return isPasswordWrong == true
        ? """
        Renew the client secret of \(user), which may have expired or be wrong, and put it \
        into the Secret; \(user) needs the role AcrPull on \(word: name) too.
        """
        : "Give \(user) the role AcrPull on \(word: name); see that its secret has not expired."
    case .openShift:
      return """
        The registry takes tokens of ServiceAccounts: give the Pod's the role \
        system:image-puller in the image's project.
        """
    case .gitHub:
      return
        """
        Check that the token of \(user) is valid, has the scope read:packages, is authorized \
        for the organization's SSO, and that the package grants \(user) access to \
        \(repository).
        """
    case .gitLab:
      return
        """
        Check that the token of \(user) is not revoked or expired, has the scope \
        read_registry, and belongs to the project or group of \(repository).
        """
    case .quay, .dockerHub, .other:
      let grant: SafeText =
        "let \(user) pull \(repository) (its project or organization decides), if it exists "
      switch isPasswordWrong {
      case true?:
        return "The user or the password is wrong: write a valid password or token of \(user)."
      case false?: return "The user is known: \(grant)under that name."
      case nil: return "Check the password or token of \(user), and \(grant)under that name."
      }
    }
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
