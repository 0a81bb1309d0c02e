import ImagePullCredentials

extension CloudRegistry {
  /// How to let the nodes of a cloud pull from its own registry; nil for other registries.
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
    default: nil
    }
  }

  /// How to let the nodes pull with their own identity.
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

  /// How to let a user pull whose credentials were refused. `isPasswordWrong` is nil if the
  /// registry does not say why.
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
    case .publicECR:
      return """
        All images there are public: take the key off the Secret, so that nothing is sent, or \
        refresh it by a job.
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
    case .nvidia:
      return """
        Create a new NGC API key, in an organization or team that may pull \(repository), and put it \
        into the Secret as the password of \(user).
        """
    case .ibm:
      return """
        See that the API key in the Secret is not deleted or locked, and that its user or service ID \
        has the role Reader on the namespace of \(repository).
        """
    case .oracle:
      return """
        See that the password of \(user) is an auth token, not that of the console, and that a policy \
        lets its group read \(repository).
        """
    case .redHat:
      return """
        Renew the token of the registry service account \(user), and see that its organization may \
        pull \(repository).
        """
    case .digitalOcean:
      return """
        The API token is not valid any more, or of another team than \(repository): make one with the \
        scope registry:read, and write it as user and as password.
        """
    case .openShift(let project):
      return """
        The registry takes tokens of ServiceAccounts: give the Pod's the role \
        system:image-puller in the image's project, \(word: project).
        """
    case .huawei(let region):
      return """
        See that the access key of \(user) is not deleted or expired, that its password is made from the \
        secret key for region \(word: region), and that its IAM user may pull \(repository).
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
    case .yandex, .quay, .dockerHub, .other:
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

// MARK: - Users

extension CloudRegistry {
  /// What the registry accepts as user and password, in words after `takes`; nil if any username is
  /// possible.
  var login: SafeText? {
    switch self {
    case .ecr: "the user AWS, and as its password what aws ecr get-login-password prints"
    case .google: "the user _json_key, and as its password the whole key of a service account"
    case .nvidia:
      "the user $oauthtoken, literally (in a shell in single quotes), and as its password an NGC API key"
    case .ibm: "the user iamapikey, and as its password an API key"
    case .oracle:
      """
      the user NAMESPACE/USER, with the namespace of the tenancy, and as its password an auth \
      token
      """
    case .redHat: "a registry service account, NUMBER|NAME, and its token"
    case .digitalOcean: "an API token, as user and as password"
    case .yandex:
      """
      the user json_key, and as its password the whole key of a service account (or the users iam, oauth \
      and api_key, with such tokens)
      """
    case .huawei(let region):
      """
      the user \(word: region)@ACCESS_KEY, which names the region, and as its password what is made from \
      the secret key
      """
    case .publicECR, .azure, .openShift, .gitHub, .gitLab, .quay, .dockerHub, .other: nil
    }
  }

  /// Why the registry does not accept a token of this kind; nil if it may.
  func objection(to password: String) -> SafeText? {
    switch self {
    case .gitHub where password.hasPrefix("github_pat_"):
      """
      The registry takes no fine-grained tokens of GitHub (github_pat_…): create a classic one with the scope \
      read:packages.
      """
    case .gitHub where password.hasPrefix("gho_"):
      """
      The token is that of an app's login (gho_…), which has the scopes of that login: create a classic one with \
      the scope read:packages.
      """
    case .dockerHub where password.hasPrefix("dckr_oat_"):
      """
      The token is an organization's (dckr_oat_…): its user is the name of the organization, and it has to \
      allow pulls of the repository.
      """
    default: nil
    }
  }

  /// Whether the registry can have a user with this name; true if any name is possible.
  func takes(user: String) -> Bool {
    let names: [String]
    switch self {
    case .ecr: names = [TokenLifetime.ecrUsername]
    case .google:
      names = [
        "_json_key", "_json_key_base64", "_token", "_dcgcloud_token", "_dcgcr",
        TokenLifetime.googleTokenUsername,
      ]
    case .nvidia: names = ["$oauthtoken"]
    case .yandex: names = ["json_key", "iam", "oauth", "api_key"]
    case .ibm: names = ["iamapikey", "iambearer", "token"]
    case .oracle: return user.utf8.contains(UInt8(ascii: "/"))
    // Some users name no region, those of temporary credentials of an enterprise's own.
    case .huawei(let region):
      let named = user.utf8.prefix { $0 != UInt8(ascii: "@") }
      return named.count == user.utf8.count || named.elementsEqual(region.utf8)
    default: return true
    }
    return names.contains { $0.utf8.elementsEqual(user.utf8) }
  }
}
