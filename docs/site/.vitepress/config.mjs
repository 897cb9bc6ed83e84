// The pages are made by build.sh, in target/pages.

// as GitHub does it, so that a link to a heading works in both places
const slugify = (heading) =>
  heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')

export default {
  title: 'luffy',
  description: 'Reinforcement learning of language models with off-policy guidance, for Java',
  base: process.env.SITE_BASE ?? '/',
  srcDir: 'target/pages',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  markdown: { html: false, anchor: { slugify } },
  // not pages of VitePress: check-links.mjs looks at these, and at everything else again
  ignoreDeadLinks: [/notebooks\//, /javadoc\//],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Notebooks', link: '/notebooks' },
      { text: 'FAQ', link: '/faq' },
      { text: 'Javadoc', link: '/javadoc/luffy-djl-extension/index.html', target: '_self' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'Overview', link: '/' },
          { text: 'Tutorial', link: '/tutorial' },
          { text: 'Notebooks', link: '/notebooks' },
          { text: 'FAQ', link: '/faq' },
        ],
      },
      {
        text: 'Guides',
        items: [
          { text: 'Data', link: '/data' },
          { text: 'Prompts', link: '/prompts' },
          { text: 'Recipes', link: '/recipes' },
          { text: 'Rewards', link: '/rewards' },
          { text: 'Verifier', link: '/verifier' },
          { text: 'PrefixRL', link: '/prefixrl' },
          { text: 'Comparisons and evaluation', link: '/comparison' },
          { text: 'Metrics', link: '/metrics' },
          { text: 'Fault-tolerant training', link: '/training' },
          { text: 'Guice', link: '/guice' },
          { text: 'Memory', link: '/memory' },
          { text: 'Performance', link: '/performance' },
          { text: 'Inference servers', link: '/servers' },
          { text: 'Clusters', link: '/scale' },
        ],
      },
      {
        text: 'Inside',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'From paper to code', link: '/paper-to-code' },
          { text: 'Security', link: '/security' },
          { text: 'Contributing', link: '/CONTRIBUTING' },
          { text: 'Changelog', link: '/CHANGELOG' },
        ],
      },
      {
        text: 'Javadoc',
        items: ['luffy-core', 'luffy-rewards', 'luffy-djl-extension'].map((module) => ({
          text: module,
          link: `/javadoc/${module}/index.html`,
          target: '_self',
        })),
      },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/luffyrl/luffy' }],
  },
}
