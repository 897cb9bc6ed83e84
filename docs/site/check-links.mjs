// Every link of the site to itself leads somewhere: node check-links.mjs FOLDER
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const site = resolve(process.argv[2])
const base = process.env.SITE_BASE ?? '/'
const pages = readdirSync(site, { recursive: true })
  .filter((file) => file.endsWith('.html'))
  .map((file) => join(site, file))
const texts = new Map(pages.map((page) => [page, readFileSync(page, 'utf8')]))

function file(page, path) {
  const target = path === '' ? page : path.startsWith('/') ? join(site, path.slice(base.length - 1)) : resolve(dirname(page), path)
  if (!existsSync(target)) {
    return existsSync(target + '.html') ? target + '.html' : null
  }
  return statSync(target).isDirectory() ? join(target, 'index.html') : target
}

function dead(page, link) {
  const [path, fragment] = link.replaceAll('&amp;', '&').split('#')
  const target = file(page, decodeURIComponent(path.split('?')[0]))
  if (target === null || !existsSync(target)) {
    return true
  }
  const text = texts.get(target)
  // marks are made by a script in some pages of javadoc
  return fragment && text && !target.includes('/javadoc/') && !text.includes(`id="${decodeURIComponent(fragment)}"`)
}

let links = 0
const faults = []
for (const page of pages.filter((page) => !page.includes('/javadoc/'))) {
  const text = texts.get(page).replace(/<script[\s\S]*?<\/script>/g, '')
  for (const [, link] of text.matchAll(/<(?:a|img|link)\b[^>]*?\s(?:href|src)="([^"]*)"/g)) {
    if (/^[a-z]+:|^\/\//.test(link)) {
      continue
    }
    links++
    if (dead(page, link)) {
      faults.push(`${relative(site, page)}: ${link}`)
    }
  }
}
faults.forEach((fault) => console.error('dead link in ' + fault))
console.log(`${pages.length} pages, ${links} links, ${faults.length} dead`)
process.exit(faults.length === 0 && links > 0 ? 0 : 1)
