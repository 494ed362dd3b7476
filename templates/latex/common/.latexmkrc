# For latexmk by hand, in an editor and on Overleaf; `reportkit build` gives the same options itself.
# Written by reportkit: `reportkit update` replaces this file as long as you have not changed it.
$pdf_mode = 1;
$bibtex_use = 2;
set_tex_cmds('-no-shell-escape -synctex=1 -file-line-error %O %S');
