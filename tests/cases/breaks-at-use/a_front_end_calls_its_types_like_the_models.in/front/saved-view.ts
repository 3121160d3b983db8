export interface SavedView {
  name: string
  show_in_sidebar?: boolean
}

export const isShown = (savedView: SavedView) => savedView.show_in_sidebar
