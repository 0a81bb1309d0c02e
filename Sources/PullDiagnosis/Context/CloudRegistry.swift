import ImagePullCredentials
import KubernetesPulls

/// The operator of a registry, from its host, who decides who may pull from it.
enum CloudRegistry {
  /// Amazon ECR.
  case ecr(ECRHost)
  /// Google's Artifact Registry, or the former Container Registry.
  case google
  /// Amazon's public ECR, whose images are all public.
  case publicECR
  /// Azure's; the registry's name.
  case azure(String)
  /// NVIDIA's NGC.
  case nvidia
  /// IBM Cloud's.
  case ibm
  /// Oracle Cloud's.
  case oracle
  case redHat
  case digitalOcean
  /// The internal registry of OpenShift; the image's project.
  case openShift(project: String)
  /// Huawei Cloud's; the region.
  case huawei(region: String)
  /// Yandex Cloud's.
  case yandex
  case gitHub
  case gitLab
  case quay
  case dockerHub
  /// A self-hosted registry.
  case other

  /// The operator of the registry of `image`. `user` is the refused user, if any: the names of GitLab's
  /// deploy tokens identify GitLab's registry.
  init(_ image: ImageReference, user: String = "") {
    let host = image.registry
    if let ecr = ECRHost(host) {
      self = .ecr(ecr)
    } else if host.hasSuffix("-docker.pkg.dev") || host.utf8.elementsEqual("gcr.io".utf8)
      || host.hasSuffix(".gcr.io")
    {
      self = .google
    } else if host.utf8.elementsEqual("public.ecr.aws".utf8) {
      self = .publicECR
    } else if [".azurecr.io", ".azurecr.cn", ".azurecr.us", ".azurecr.de"].contains(
      where: host.hasSuffix)
    {
      self = .azure(String(host.prefix { $0 != "." }))
    } else if host.utf8.elementsEqual("nvcr.io".utf8) {
      self = .nvidia
    } else if host.utf8.elementsEqual("icr.io".utf8)
      // Entitled software there has its own user.
      || host.hasSuffix(".icr.io") && !host.hasPrefix("cp.")
    {
      self = .ibm
    } else if host.hasSuffix(".ocir.io") {
      self = .oracle
    } else if ["registry.redhat.io", "registry.connect.redhat.com"].contains(
      where: { $0.utf8.elementsEqual(host.utf8) })
    {
      self = .redHat
    } else if host.utf8.elementsEqual("registry.digitalocean.com".utf8) {
      self = .digitalOcean
    } else if host.hasPrefix("image-registry.openshift-image-registry.svc") {
      self = .openShift(project: String(image.repository.prefix { $0 != "/" }))
    } else if host.utf8.elementsEqual("cr.yandex".utf8) {
      self = .yandex
    } else if host.hasPrefix("swr."), host.hasSuffix(".myhuaweicloud.com") {
      self = .huawei(region: String(host.dropFirst(4).prefix { $0 != "." }))
    } else if host.utf8.elementsEqual("ghcr.io".utf8) {
      self = .gitHub
    } else if host.hasPrefix("registry.gitlab.") || user.hasPrefix("gitlab+deploy-token-") {
      self = .gitLab
    } else if host.utf8.elementsEqual("quay.io".utf8) {
      self = .quay
    } else {
      self = image.isDockerHub ? .dockerHub : .other
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
